import type { CSSProperties } from "react";
import { type Tone, toneClass } from "./tone";
import css from "./ui.module.css";

type Props = {
  /** 0 to 1. */
  share: number;
  /** Where it should be by now, 0 to 1. */
  mark?: number;
  tone?: Tone;
  /** What the bar says, in words. */
  label: string;
};

/** A bar that fills, with a mark for the plan. */
export function Meter({ share, mark, tone, label }: Props) {
  const part = (value: number) => `${Math.min(100, Math.max(0, value * 100))}%`;
  return (
    <div
      className={`${css["meter"]} ${tone === undefined ? "" : toneClass(tone)}`}
      role="img"
      aria-label={label}
      title={label}
    >
      <div className={css["meterFill"]} style={{ "--fill": part(share) } as CSSProperties} />
      {mark !== undefined && (
        <div className={css["meterMark"]} style={{ "--mark": part(mark) } as CSSProperties} />
      )}
    </div>
  );
}
