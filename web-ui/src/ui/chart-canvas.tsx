import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import {
  GridComponent,
  LegendPlainComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { type EChartsCoreOption, type EChartsType, init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useRef } from "react";
import type { ChartInk } from "./chart";
import css from "./ui.module.css";

use([
  BarChart,
  LineChart,
  HeatmapChart,
  GridComponent,
  TooltipComponent,
  LegendPlainComponent,
  VisualMapPiecewiseComponent,
  CanvasRenderer,
]);

const INK: { [Name in keyof ChartInk]: string } = {
  text: "--v-text",
  muted: "--v-muted",
  line: "--v-line",
  panel: "--v-panel",
  accent: "--v-accent",
  good: "--v-good-strong",
  bad: "--v-bad-strong",
  wait: "--v-wait-strong",
  info: "--v-info-strong",
  quiet: "--v-quiet-strong",
};

type Props = { label: string; height: number; option: (ink: ChartInk) => EChartsCoreOption };

export function ChartCanvas({ label, height, option }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const drawn = init(element);
    chart.current = drawn;
    const sizes = new ResizeObserver(() => drawn.resize());
    sizes.observe(element);
    return () => {
      sizes.disconnect();
      drawn.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption({ ...common(readInk()), ...option(readInk()) }, { notMerge: true });
  }, [option]);
  return (
    <div ref={frame} className={css["chart"]} style={{ height }} role="img" aria-label={label} />
  );
}

function readInk(): ChartInk {
  const style = getComputedStyle(document.documentElement);
  const pairs = Object.entries(INK).map(([name, variable]) => [
    name,
    style.getPropertyValue(variable).trim(),
  ]);
  return Object.fromEntries(pairs) as ChartInk;
}

function common(ink: ChartInk): EChartsCoreOption {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  return {
    animation: !calm,
    animationDuration: 350,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: ink.muted },
    grid: { left: 8, right: 8, top: 16, bottom: 4, containLabel: true },
  };
}
