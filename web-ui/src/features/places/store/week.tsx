import { type CSSProperties, Fragment } from "react";
import type { Schema } from "../../../api/client";
import { useLanguage } from "../../../lib/texts";
import { useNow } from "../../../ui/values";
import css from "../places.module.css";
import { dayName, localTime, openSpans, WEEKDAYS } from "./hours";
import { useStorePageTexts } from "./texts";

const DAY = 24 * 60;
const part = (minutes: number) => `${(minutes / DAY) * 100}%`;

function clock(minutes: number): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Opening hours as bars, a day a line, with a mark at the time that it is there. */
export function Week({ hours, zone }: { hours: readonly Schema<"Daypart">[]; zone: string }) {
  const t = useStorePageTexts();
  const language = useLanguage();
  const local = localTime(useNow(30_000), zone);
  const week = openSpans(hours);
  return (
    <div className={css["week"]}>
      {WEEKDAYS.map((day) => {
        const spans = week[day].map(([from, to]) => `${clock(from)}–${clock(to)}`);
        const name = dayName(day, language);
        const label = `${name}: ${spans.join(", ") || t("closed")}`;
        return (
          <Fragment key={day}>
            <span className={css["weekDay"]}>{name}</span>
            <div className={css["weekBar"]} role="img" aria-label={label} title={label}>
              {week[day].map(([from, to]) => (
                <div
                  key={from}
                  className={css["weekOpen"]}
                  style={{ "--from": part(from), "--length": part(to - from) } as CSSProperties}
                />
              ))}
              {day === local.day && (
                <div
                  className={css["weekNow"]}
                  style={{ "--from": part(local.minute) } as CSSProperties}
                />
              )}
            </div>
          </Fragment>
        );
      })}
      <div className={css["weekScale"]} aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}</span>
        ))}
      </div>
    </div>
  );
}
