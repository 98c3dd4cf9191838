import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Campaign } from "../../api/catalog";
import { formatDayShort } from "../../lib/dates";
import { formatMoneyShort, formatMoneyWhole } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { tooltip, valueAxis } from "../../ui/chart-parts";
import { Empty, Loaded } from "../../ui/states";
import { type Point, planned, spentPoints } from "./plan";
import { snapshotsQuery } from "./queries";
import { useCampaignTexts } from "./texts";

/** What was spent by the hour, beside an even pace to the end of the run. */
export function SpendChart({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const snapshots = useQuery(snapshotsQuery(campaign.id));
  return (
    <Loaded
      query={snapshots}
      isEmpty={(rows) => rows.length < 2}
      empty={<Empty title={t("noCpm")}>{t("noChart")}</Empty>}
    >
      {(rows) => <Drawn campaign={campaign} spent={spentPoints(campaign, rows)} />}
    </Loaded>
  );
}

function Drawn({ campaign, spent }: { campaign: Campaign; spent: readonly Point[] }) {
  const t = useCampaignTexts();
  const language = useLanguage();
  const plan = planned(campaign);
  const money = useCallback(
    (value: number) => formatMoneyShort(value.toFixed(2) as `${number}`, language),
    [language],
  );
  const option = useCallback(
    (ink: ChartInk) => ({
      tooltip: { ...tooltip(ink), axisPointer: { type: "line" }, valueFormatter: money },
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
        {
          name: t("spentLine"),
          type: "line",
          data: spent,
          showSymbol: false,
          lineStyle: { width: 2.5, color: ink.accent },
          itemStyle: { color: ink.accent },
          areaStyle: { color: ink.accent, opacity: 0.12 },
        },
        {
          name: t("planLine"),
          type: "line",
          data: plan,
          showSymbol: false,
          lineStyle: { width: 1.5, type: "dashed", color: ink.quiet },
          itemStyle: { color: ink.quiet },
        },
      ],
    }),
    [spent, plan, language, money, t],
  );
  const label = t("chartLabel", {
    spent: formatMoneyShort(campaign.spent, language),
    plan: money(plan.at(-1)?.[1] ?? 0),
  });
  return <Chart label={label} height={250} option={option} />;
}
