import type { ReactNode } from "react";
import { type Tone, toneClass } from "./tone";
import css from "./ui.module.css";

type Props = { label: string; value: ReactNode; hint?: ReactNode; tone?: Tone };

/** One number that matters, with its name and what it means. */
export function Figure({ label, value, hint, tone }: Props) {
  const toned = tone === undefined ? "" : `${css["figureTone"]} ${toneClass(tone)}`;
  return (
    <div className={`${css["figure"]} ${toned}`}>
      <span className={css["figureLabel"]}>{label}</span>
      <span className={css["figureValue"]}>{value}</span>
      {hint !== undefined && <span className={css["figureHint"]}>{hint}</span>}
    </div>
  );
}
