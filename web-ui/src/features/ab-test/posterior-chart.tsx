import { useCallback } from "react";
import { formatShare } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Chart, type ChartInk } from "../../ui/chart";
import { type Beta, betaOf, curves } from "./posterior";
import type { Metric, Variant } from "./queries";
import { useAbTexts } from "./texts";

/** Plays that a metric looks at, and those that count for it. */
export function betaOfVariant(variant: Variant, metric: Metric, total: number): Beta {
  const { impressions, too_short, completion_rate, engagement_rate } = variant;
  switch (metric) {
    case "COMPLETION_RATE":
      return rated(completion_rate, impressions + too_short);
    case "ENGAGEMENT":
      return rated(engagement_rate, impressions + too_short);
    case "IMPRESSIONS":
      return betaOf(impressions, total);
  }
}

function rated(rate: number, plays: number): Beta {
  return betaOf(Math.round(rate * plays), plays);
}

/** The colours of the variants, in their order. */
export function inkOf(ink: ChartInk, at: number): string {
  return [ink.accent, ink.wait, ink.info, ink.bad][at % 4] ?? ink.accent;
}

type Props = { variants: readonly Variant[]; metric: Metric; total: number };

/** What is known of each variant's rate: the narrower and further right, the better. */
export function PosteriorChart({ variants, metric, total }: Props) {
  const t = useAbTexts();
  const language = useLanguage();
  const percent = useCallback((value: number) => formatShare(value, language, 1), [language]);
  const option = useCallback(
    (ink: ChartInk) => {
      const drawn = curves(variants.map((one) => betaOfVariant(one, metric, total)));
      return {
        legend: {
          top: 0,
          right: 0,
          icon: "roundRect",
          itemHeight: 3,
          textStyle: { color: ink.muted },
        },
        grid: { left: 12, right: 16, top: 34, bottom: 4, containLabel: true },
        xAxis: {
          type: "value",
          scale: true,
          min: drawn[0]?.at(0)?.[0],
          max: drawn[0]?.at(-1)?.[0],
          axisLine: { lineStyle: { color: ink.line } },
          splitLine: { show: false },
          axisLabel: {
            color: ink.muted,
            fontSize: 11,
            hideOverlap: true,
            showMinLabel: false,
            showMaxLabel: false,
            formatter: percent,
          },
        },
        yAxis: { type: "value", show: false },
        series: variants.map(({ variant_id, name }, at) => ({
          name: `${variant_id} · ${name}`,
          type: "line",
          data: drawn[at],
          showSymbol: false,
          silent: true,
          lineStyle: { width: 2.5, color: inkOf(ink, at) },
          itemStyle: { color: inkOf(ink, at) },
          areaStyle: { color: inkOf(ink, at), opacity: 0.14 },
        })),
      };
    },
    [variants, metric, total, percent],
  );
  const label = t("posteriorLabel", {
    rates: variants
      .map(
        ({ variant_id, metric_value, metric_low, metric_high }) =>
          `${variant_id}: ${percent(metric_value)} (${percent(metric_low)}–${percent(metric_high)})`,
      )
      .join("; "),
  });
  return <Chart label={label} height={240} option={option} />;
}
