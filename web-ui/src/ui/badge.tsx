import { type Tone, toneClass } from "./tone";
import css from "./ui.module.css";

/** A word with a colour: how something stands. */
export function Badge({ tone, children }: { tone: Tone; children: string }) {
  return <span className={`${css["badge"]} ${toneClass(tone)}`}>{children}</span>;
}
