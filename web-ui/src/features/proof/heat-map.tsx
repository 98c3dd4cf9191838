import type { CSSProperties } from "react";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { HOURS, shadesOf } from "./heat";
import css from "./proof.module.css";
import { useProofTexts } from "./texts";

type Props = {
  rows: readonly { day: string; name: string; counts: readonly number[] }[];
  /** Whose hours these are. */
  clock: string;
};

/** Every sixth hour has its name below. */
const EVERY = 6;

/** Days below each other, hours beside each other: the darker, the more plays. */
export function HeatMap({ rows, clock }: Props) {
  const t = useProofTexts();
  const language = useLanguage();
  const shades = shadesOf(rows.map(({ counts }) => counts));
  const most = Math.max(0, ...rows.flatMap(({ counts }) => counts));
  return (
    <div
      className={css["heat"]}
      role="img"
      aria-label={t("heatLabel", { days: rows.length, plays: most })}
    >
      {rows.map(({ day, name, counts }, row) => (
        <div key={day} className={css["heatRow"]}>
          <span className={css["heatDay"]}>{name}</span>
          {HOURS.map((hour, at) => {
            const plays = formatCount(counts[at] ?? 0, language);
            return (
              <span
                key={hour}
                className={css["heatCell"]}
                title={`${name} · ${t("hourTitle", { hour, plays, clock })}`}
                style={{ "--shade": `${(shades[row]?.[at] ?? 0) * 100}%` } as CSSProperties}
              />
            );
          })}
        </div>
      ))}
      <div className={css["heatRow"]} aria-hidden="true">
        <span />
        {HOURS.map((hour, at) => (
          <span key={hour} className={css["heatHour"]}>
            {at % EVERY === 0 ? hour : ""}
          </span>
        ))}
      </div>
    </div>
  );
}
