import { useCallback } from "react";
import { formatDayShort } from "../../lib/dates";
import type { Decimal } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { tooltip, valueAxis } from "../../ui/chart-parts";
import { balancePoints } from "./balance";
import type { Statement } from "./queries";
import { useWalletTexts } from "./texts";

/** The balances as steps: what can be used, and for suppliers what waits. */
export function BalanceChart({ statement }: { statement: Statement }) {
  const t = useWalletTexts();
  const language = useLanguage();
  const isSupplier = statement.owner_type === "SUPPLIER";
  const option = useCallback(
    (ink: ChartInk) => {
      const now = Date.now();
      const line = (name: string, data: [number, number][], color: string, isMain: boolean) => ({
        name,
        type: "line",
        step: "end",
        data,
        showSymbol: false,
        lineStyle: { width: 2, color, ...(!isMain && { type: "dashed" }) },
        itemStyle: { color },
        ...(isMain && { areaStyle: { color, opacity: 0.12 } }),
      });
      const available = balancePoints(statement, (one) => one.available_balance, now);
      const pending = balancePoints(statement, (one) => one.pending_balance ?? "0", now);
      return {
        tooltip: {
          ...tooltip(ink),
          axisPointer: { type: "line" },
          valueFormatter: (value: number) =>
            formatMoneyShort(value.toFixed(2) as Decimal, language),
        },
        legend: {
          top: 0,
          right: 0,
          icon: "roundRect",
          itemHeight: 3,
          textStyle: { color: ink.muted },
        },
        grid: { left: 8, right: 12, top: 34, bottom: 4, containLabel: true },
        xAxis: {
          type: "time",
          axisLine: { lineStyle: { color: ink.line } },
          axisTick: { show: false },
          axisLabel: {
            color: ink.muted,
            fontSize: 11,
            hideOverlap: true,
            formatter: (at: number) => formatDayShort(new Date(at).toISOString(), language),
          },
        },
        yAxis: valueAxis(ink, (value) => formatMoneyWhole(value, language), false),
        series: [
          line(t("available"), available, ink.accent, true),
          ...(isSupplier ? [line(t("pending"), pending, ink.wait, false)] : []),
        ],
      };
    },
    [statement, isSupplier, language, t],
  );
  const label = t("chartLabel", {
    opening: formatMoneyShort(statement.opening.available_balance, language),
    closing: formatMoneyShort(statement.closing.available_balance, language),
  });
  return <Chart label={label} height={230} option={option} />;
}
