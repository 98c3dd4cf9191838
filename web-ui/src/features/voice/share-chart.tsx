import { useCallback } from "react";
import { toNumber } from "../../lib/decimal";
import { formatDecimal, formatPercent } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { baseAxis, tooltip, valueAxis } from "../../ui/chart-parts";
import type { Share } from "./shares";
import { useVoiceTexts } from "./texts";

/** So many are drawn; the table has all. */
const MOST = 12;
const ROW = 44;
const ROOM = 60;

/** Promised and delivered shares side by side, the loudest first. */
export function ShareChart({ shares }: { shares: readonly Share[] }) {
  const t = useVoiceTexts();
  const language = useLanguage();
  const option = useCallback(
    (ink: ChartInk) => {
      const drawn = shares.slice(0, MOST);
      const percent = (value: number) => `${formatDecimal(value, language, 1)} %`;
      const bar = (name: string, color: string, values: number[]) => ({
        name,
        type: "bar",
        data: values,
        barMaxWidth: 13,
        itemStyle: { color, borderRadius: [0, 3, 3, 0] },
      });
      const names = baseAxis(
        ink,
        drawn.map(({ name }) => name),
      );
      return {
        tooltip: { ...tooltip(ink), valueFormatter: percent },
        legend: {
          top: 0,
          right: 0,
          icon: "roundRect",
          itemWidth: 12,
          itemHeight: 8,
          textStyle: { color: ink.muted },
        },
        grid: { left: 8, right: 16, top: 30, bottom: 4, containLabel: true },
        xAxis: valueAxis(ink, percent, false),
        yAxis: {
          ...names,
          inverse: true,
          axisLabel: {
            color: ink.text,
            fontSize: 12,
            width: 130,
            overflow: "truncate",
            interval: 0,
          },
        },
        series: [
          bar(
            t("delivered"),
            ink.accent,
            drawn.map(({ delivered }) => toNumber(delivered)),
          ),
          bar(
            t("promised"),
            ink.quiet,
            drawn.map(({ promised }) => toNumber(promised)),
          ),
        ],
      };
    },
    [shares, language, t],
  );
  const [first] = shares;
  const label = t("chartLabel", {
    count: shares.length,
    name: first?.name ?? "–",
    share: formatPercent(first?.delivered ?? "0", language),
  });
  const height = Math.min(shares.length, MOST) * ROW + ROOM;
  return <Chart label={label} height={height} option={option} />;
}
