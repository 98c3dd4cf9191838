import { useCallback } from "react";
import { formatDay, formatDayShort } from "../../lib/dates";
import { type Decimal, toNumber } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Chart, type ChartInk } from "../../ui/chart";
import { baseAxis, tooltip, valueAxis } from "../../ui/chart-parts";
import { usePayoutTexts } from "./texts";
import { type Ahead, type PaidDay, REASONS } from "./timeline";

type Props = { days: readonly PaidDay[]; ahead: Ahead };

/** Payouts day by day, then the next one, then what waits longer and why. */
export function TimelineChart({ days, ahead }: Props) {
  const t = usePayoutTexts();
  const words = useWords();
  const language = useLanguage();
  const money = useCallback(
    (value: number) => formatMoneyShort(value.toFixed(2) as Decimal, language),
    [language],
  );
  const option = useCallback(
    (ink: ChartInk) => {
      const past = days.map(({ day }) => formatDayShort(day, language));
      const next = ahead.at ? t("nextOn", { day: formatDayShort(ahead.at, language) }) : t("next");
      const labels = [...past, next, t("later")];
      const blank = past.map(() => null);
      const bar = (
        name: string,
        data: readonly (number | null)[],
        color: string,
        hatched = false,
      ) => ({
        name,
        type: "bar",
        stack: "all",
        barMaxWidth: 34,
        data,
        itemStyle: {
          color,
          ...(hatched && {
            decal: {
              symbol: "rect",
              dashArrayX: [1, 0],
              dashArrayY: [2, 4],
              rotation: -Math.PI / 4,
              color: ink.panel,
            },
          }),
        },
      });
      const tones = {
        IN_HOLD: ink.quiet,
        BELOW_MINIMUM: ink.info,
        DISPUTED: ink.bad,
        FROZEN: ink.muted,
        OWED: ink.wait,
      };
      return {
        tooltip: {
          ...tooltip(ink),
          valueFormatter: (value: number | null) =>
            value === null || value === undefined ? "–" : money(value),
        },
        legend: {
          top: 0,
          left: 0,
          type: "plain",
          icon: "roundRect",
          itemHeight: 8,
          itemWidth: 12,
          textStyle: { color: ink.muted, fontSize: 11 },
        },
        grid: { left: 8, right: 8, top: 56, bottom: 4, containLabel: true },
        xAxis: baseAxis(ink, labels),
        yAxis: valueAxis(ink, (value) => formatMoneyWhole(value, language), false),
        series: [
          bar(t("paid"), [...days.map(({ paid }) => toNumber(paid)), null, null], ink.accent),
          bar(t("kept"), [...days.map(({ kept }) => toNumber(kept)), null, null], ink.wait),
          bar(t("next"), [...blank, toNumber(ahead.next), null], ink.good, true),
          ...REASONS.map((reason) =>
            bar(
              words("WaitingReason", reason),
              [...blank, null, toNumber(ahead.waiting[reason])],
              tones[reason],
              true,
            ),
          ).filter((_, at) => toNumber(ahead.waiting[REASONS[at] ?? "IN_HOLD"]) > 0),
        ],
      };
    },
    [days, ahead, language, money, t, words],
  );
  const last = days.at(-1);
  const label = t("chartLabel", {
    next: formatMoneyShort(ahead.next, language),
    last: last
      ? `${formatMoneyShort(last.paid, language)} (${formatDay(last.day, language)})`
      : "–",
    pending: formatMoneyShort(ahead.pending, language),
  });
  return <Chart label={label} height={290} option={option} />;
}
