import { useQueries } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Campaign } from "../../api/catalog";
import { formatDayShort } from "../../lib/dates";
import { add, type Decimal, isZero, toNumber } from "../../lib/decimal";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { baseAxis, tooltip, valueAxis } from "../../ui/chart-parts";
import { Panel } from "../../ui/panel";
import { Empty, Loading } from "../../ui/states";
import { useNow } from "../../ui/values";
import { snapshotsQuery } from "./queries";
import css from "./start.module.css";
import { daysUntil, spentByDay } from "./sums";
import { useStartTexts } from "./texts";

const DAYS = 14;
/** Campaigns that are drawn at most, one call each. */
const MOST = 6;

/** What was spent day by day, campaign upon campaign. */
export function SpendDays({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useStartTexts();
  const days = daysUntil(useNow(3_600_000), DAYS);
  const ran = campaigns
    .filter(({ activated_at, spent }) => activated_at && !isZero(spent))
    .toSorted((a, b) => (b.activated_at ?? "").localeCompare(a.activated_at ?? ""))
    .slice(0, MOST);
  const snapshots = useQueries({ queries: ran.map(({ id }) => snapshotsQuery(id)) });
  const isLoading = snapshots.some(({ isPending }) => isPending);
  const rows = ran.map(({ name }, at) => ({
    name,
    spent: spentByDay(snapshots[at]?.data ?? [], days),
  }));
  const total = add("0", ...rows.flatMap(({ spent }) => spent));
  return (
    <Panel title={t("spendDays")} aside={<span className={css["muted"]}>{t("utcDays")}</span>}>
      {isLoading && ran.length > 0 ? (
        <Loading lines={5} />
      ) : isZero(total) ? (
        <Empty title={t("noSpend")}>{t("noSpendText")}</Empty>
      ) : (
        <Drawn days={days} rows={rows} total={total} />
      )}
    </Panel>
  );
}

type DrawnProps = {
  days: readonly string[];
  rows: readonly { name: string; spent: readonly Decimal[] }[];
  total: Decimal;
};

function Drawn({ days, rows, total }: DrawnProps) {
  const t = useStartTexts();
  const language = useLanguage();
  const key = JSON.stringify([days, rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` says whether the figures changed
  const option = useCallback(
    (ink: ChartInk) => {
      const colors = [ink.accent, ink.info, ink.wait, ink.good, ink.quiet, ink.bad];
      return {
        tooltip: {
          ...tooltip(ink),
          valueFormatter: (value: number) =>
            formatMoneyShort(value.toFixed(2) as Decimal, language),
        },
        legend: {
          top: 0,
          left: 0,
          icon: "roundRect",
          itemHeight: 8,
          itemWidth: 12,
          type: "plain",
          textStyle: { color: ink.muted, fontSize: 11, width: 150, overflow: "truncate" },
        },
        grid: { left: 8, right: 8, top: 52, bottom: 4, containLabel: true },
        xAxis: baseAxis(
          ink,
          days.map((day) => formatDayShort(day, language)),
        ),
        yAxis: valueAxis(ink, (value) => formatMoneyWhole(value, language), false),
        series: rows.map(({ name, spent }, at) => ({
          name,
          type: "bar",
          stack: "all",
          barMaxWidth: 30,
          itemStyle: { color: colors[at % colors.length] },
          data: spent.map(toNumber),
        })),
      };
    },
    [key, language],
  );
  const label = t("spendLabel", {
    amount: formatMoneyShort(total, language),
    count: days.length,
  });
  return <Chart label={label} height={270} option={option} />;
}
