import css from "./ui.module.css";

/** What a colour says; always beside a word, never alone. */
export type Tone = "good" | "bad" | "wait" | "info" | "quiet";

export function toneClass(tone: Tone): string {
  return css[tone] ?? "";
}
