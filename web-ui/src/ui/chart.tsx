import type { EChartsCoreOption } from "echarts/core";
import { lazy, Suspense, useSyncExternalStore } from "react";
import { Loading } from "./states";

const Canvas = lazy(() =>
  import("./chart-canvas").then(({ ChartCanvas }) => ({ default: ChartCanvas })),
);

/** Colours of the theme that is on, for drawings that CSS does not reach. */
export type ChartInk = {
  text: string;
  muted: string;
  line: string;
  panel: string;
  accent: string;
  good: string;
  bad: string;
  wait: string;
  info: string;
  quiet: string;
};

type Props = {
  /** What the chart says, in a sentence: for those who do not see it. */
  label: string;
  height?: number;
  /** The drawing, in the colours given. */
  option: (ink: ChartInk) => EChartsCoreOption;
};

/** A chart; its library is loaded when the first one is drawn. */
export function Chart({ label, height = 220, option }: Props) {
  const scheme = useSyncExternalStore(watchScheme, shownScheme);
  return (
    <Suspense fallback={<Loading lines={5} />}>
      <Canvas key={scheme} label={label} height={height} option={option} />
    </Suspense>
  );
}

const SCHEME = "data-mantine-color-scheme";

/** The theme that is shown: not what was chosen, which may be "as the system has it". */
function shownScheme(): string {
  return document.documentElement.getAttribute(SCHEME) ?? "";
}

function watchScheme(watcher: () => void): () => void {
  const changes = new MutationObserver(watcher);
  changes.observe(document.documentElement, { attributeFilter: [SCHEME] });
  return () => changes.disconnect();
}
