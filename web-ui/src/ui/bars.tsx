import type { CSSProperties } from "react";
import css from "./bars.module.css";

/** One bar: its name, its height, what is said about it. */
export type Bar = { key: string; name: string; value: number; title: string; isRunning?: boolean };

type Props = {
  bars: readonly Bar[];
  /** What the whole says, in a sentence: for those who do not see it. */
  label: string;
  height?: number;
  format: (value: number) => string;
};

/** Names below the bars, so many at most. */
const NAMES = 8;

/** Bars without a library: for first screens, where every kilobyte counts. */
export function Bars({ bars, label, height = 210, format }: Props) {
  const top = ceiling(Math.max(1, ...bars.map(({ value }) => value)));
  const every = Math.ceil(bars.length / NAMES);
  return (
    <div className={css["frame"]} role="img" aria-label={label} style={{ height }}>
      <div className={css["scale"]} aria-hidden="true">
        {[1, 0.5, 0].map((part) => (
          <span key={part}>{format(top * part)}</span>
        ))}
      </div>
      <div className={css["plot"]}>
        {bars.map(({ key, value, title, isRunning = false }) => (
          <div key={key} className={css["slot"]} title={title}>
            <div
              className={`${css["bar"]} ${isRunning ? css["running"] : ""}`}
              style={{ "--part": `${(value / top) * 100}%` } as CSSProperties}
            />
          </div>
        ))}
      </div>
      <div className={css["names"]} aria-hidden="true">
        {bars.map(({ key, name }, at) => (
          <span key={key} data-second={at % (2 * every) === every}>
            {at % every === 0 ? name : ""}
          </span>
        ))}
      </div>
    </div>
  );
}

/** The next round number, so that little room is left above the bars. */
export function ceiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((step) => step * power >= value) ?? 10;
  return Math.max(2, step * power);
}
