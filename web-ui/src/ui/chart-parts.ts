import type { ChartInk } from "./chart";

/** The axis of categories or times at the bottom. */
export function baseAxis(ink: ChartInk, labels: readonly string[]) {
  return {
    type: "category",
    data: labels,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: ink.line } },
    axisLabel: { color: ink.muted, fontSize: 11, hideOverlap: true, textMargin: [0, 5] },
  };
}

/** The axis of values at the side: whole numbers unless told otherwise. */
export function valueAxis(ink: ChartInk, format: (value: number) => string, whole = true) {
  return {
    type: "value",
    ...(whole && { minInterval: 1 }),
    splitNumber: 4,
    splitLine: { lineStyle: { color: ink.line } },
    axisLabel: { color: ink.muted, fontSize: 11, hideOverlap: true, formatter: format },
  };
}

/** What is shown under the pointer. */
export function tooltip(ink: ChartInk) {
  return {
    trigger: "axis",
    axisPointer: { type: "shadow", shadowStyle: { color: ink.line, opacity: 0.35 } },
    backgroundColor: ink.panel,
    borderColor: ink.line,
    textStyle: { color: ink.text, fontSize: 12 },
    confine: true,
  };
}
