import type { Schema } from "../../api/client";
import { Panel } from "../../ui/panel";
import { hoursOf } from "./prices";
import css from "./rates.module.css";
import { useRateTexts } from "./texts";

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When peak rates hold, on the clock of each store. */
export function PeakHours({ peak }: { peak: Schema<"PeakHoursView"> }) {
  const t = useRateTexts();
  return (
    <Panel title={t("peakHours")}>
      <Day name={t("weekday")} spans={peak.weekday} />
      <Day name={t("weekend")} spans={peak.weekend} />
      <div className={css["clock"]} aria-hidden="true">
        {[0, 6, 12, 18, 24].map((hour) => (
          <span key={hour}>{hour}:00</span>
        ))}
      </div>
      <p className={css["muted"]}>{t("peakText")}</p>
    </Panel>
  );
}

function Day({ name, spans }: { name: string; spans: readonly string[] }) {
  const t = useRateTexts();
  const peak = hoursOf(spans);
  const said = spans.map((span) => span.replace("-", "–")).join(", ");
  return (
    <div className={css["day"]}>
      <span className={css["dayName"]}>
        {name} <span className={css["muted"]}>{said}</span>
      </span>
      <div className={css["strip"]} role="img" aria-label={t("peakOf", { name, hours: said })}>
        {HOURS.map((hour) => (
          <span key={hour} data-peak={peak.has(hour)} title={`${hour}:00`} />
        ))}
      </div>
    </div>
  );
}
