import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Tone, toneClass } from "../../ui/tone";
import css from "./start.module.css";

/** Something that waits for the person, and where it is done. */
export type Need = {
  key: string;
  to: string;
  search?: Record<string, string>;
  tone: Tone;
  /** A number or a sign in front. */
  mark: number | string;
  text: string;
  note?: string;
};

type Props = { label: string; needs: readonly Need[]; empty: ReactNode };

/** What waits, gravest first; each line leads to where it is done. */
export function NeedList({ label, needs, empty }: Props) {
  if (needs.length === 0) return empty;
  return (
    <nav aria-label={label}>
      {needs.map(({ key, to, search, tone, mark, text, note }) => (
        <Link key={key} to={to} search={search as never} className={css["need"]}>
          <span className={`${css["needMark"]} ${toneClass(tone)}`}>{mark}</span>
          <span className={css["needText"]}>
            {text}
            {note && <span className={css["muted"]}>{note}</span>}
          </span>
          <IconChevronRight size={16} />
        </Link>
      ))}
    </nav>
  );
}
