import { useState } from "react";
import type { Schema } from "../../../api/client";
import { formatTime, OWN_ZONE } from "../../../lib/dates";
import { formatDecimal } from "../../../lib/numbers";
import { useLanguage } from "../../../lib/texts";
import { useWords } from "../../../lib/words";
import { Facts } from "../../../ui/facts";
import { Meter } from "../../../ui/meter";
import { Loading } from "../../../ui/states";
import { Count, Moment } from "../../../ui/values";
import css from "./previews.module.css";
import { usePreviewTexts } from "./texts";

/** The appliance's drawing; it takes a moment. */
function Drawing({ src, alt }: { src: string; alt: string }) {
  const t = usePreviewTexts();
  const [state, setState] = useState<{ src: string; as: "drawn" | "failed" } | null>(null);
  const known = state?.src === src ? state.as : null;
  return (
    <div className={css["drawing"]}>
      {known === null && <Loading lines={3} />}
      {known === "failed" ? (
        <p role="alert">{t("notDrawn")}</p>
      ) : (
        <img
          key={src}
          src={src}
          alt={alt}
          hidden={known === null}
          onLoad={() => setState({ src, as: "drawn" })}
          onError={() => setState({ src, as: "failed" })}
        />
      )}
    </div>
  );
}

/** An asset as it will appear; a film plays with its sound. */
export function ContentView({ preview }: { preview: Schema<"ContentPreview"> }) {
  const t = usePreviewTexts();
  const { kind, name, width, height, duration_seconds: seconds, has_audio } = preview;
  return (
    <figure className={css["figure"]}>
      {kind === "VIDEO" ? (
        <video className={css["film"]} src={preview.content_url} controls preload="metadata">
          <track kind="captions" />
        </video>
      ) : (
        <Drawing src={preview.image_url} alt={t("contentAlt", { name })} />
      )}
      <figcaption className={css["caption"]}>
        {name} · {width} × {height} · {t("seconds", { count: seconds })}
        {has_audio ? ` · ${t("sound")}` : ""}
      </figcaption>
    </figure>
  );
}

/** An asset on a screen of a size, with the margins in which text is safe. */
export function DeviceView({ preview }: { preview: Schema<"DevicePreview"> }) {
  const t = usePreviewTexts();
  const words = useWords();
  const { screen_inches, width, height, width_mm, height_mm, orientation } = preview;
  const name = `${screen_inches}″ ${words("Orientation", orientation)}`;
  return (
    <figure className={css["figure"]}>
      <Drawing src={preview.image_url} alt={t("deviceAlt", { name })} />
      <figcaption className={css["caption"]}>
        {name} · {width} × {height} px ·{" "}
        {t("measures", { width: Math.round(width_mm / 10), height: Math.round(height_mm / 10) })}
        {preview.content_reaches_over_safe_zone && (
          <span className={css["hint"]}>{t("safeZone")}</span>
        )}
      </figcaption>
    </figure>
  );
}

/** The campaign in a store, and among which others. */
export function StoreView({ preview }: { preview: Schema<"StorePreview"> }) {
  const t = usePreviewTexts();
  const words = useWords();
  const language = useLanguage();
  const screens = preview.devices.map(({ name, screen_inches }) => `${name} (${screen_inches}″)`);
  return (
    <div className={css["sides"]}>
      <Drawing src={preview.image_url} alt={t("storeAlt", { name: preview.store_name })} />
      <div>
        <Facts
          facts={[
            [t("store"), preview.store_name],
            [t("storeKind"), preview.category ? words("StoreCategory", preview.category) : null],
            [t("visitors"), <Count key="visitors" value={preview.daily_foot_traffic} />],
            [t("stay"), t("minutes", { count: preview.avg_dwell_time_minutes })],
            [t("screens"), screens.join(", ")],
          ]}
        />
        <h3 className={css["small"]}>{t("shares", { count: preview.rotation.length })}</h3>
        <ol className={css["shares"]}>
          {placed(preview.rotation).map(({ key, name, is_own, share_percent }) => (
            <li key={key}>
              <span data-own={is_own || undefined}>{name}</span>
              <span>{formatDecimal(share_percent, language, 1)} %</span>
              <Meter
                share={share_percent / 100}
                tone={is_own ? "good" : "quiet"}
                label={`${name}: ${formatDecimal(share_percent, language, 1)} %`}
              />
            </li>
          ))}
        </ol>
      </div>
    </div>
  );
}

/** Others have no id: their place is what tells them apart. */
function placed<T>(rows: readonly T[]): (T & { key: string })[] {
  return rows.map((row, place) => ({ ...row, key: String(place) }));
}

const HOUR = 3_600_000;
const TICKS = [0, 10, 20, 30, 40, 50, 60];

type HourProps = { preview: Schema<"SchedulePreview">; zone: string; label: string };

/** The hour as a band: own plays in colour, others grey. */
function Hour({ preview, zone, label }: HourProps) {
  const language = useLanguage();
  const start = Date.parse(preview.from);
  const place = (at: string) => ((Date.parse(at) - start) / HOUR) * 100;
  const clock = (at: string) => formatTime(at, language, zone);
  return (
    <div className={css["hour"]} role="img" aria-label={label}>
      <div className={css["band"]}>
        {preview.plays.map(({ from, to, name, is_own }) => (
          <span
            key={from}
            data-own={is_own || undefined}
            title={`${clock(from)} ${name}`}
            style={{ left: `${place(from)}%`, width: `${Math.max(0.3, place(to) - place(from))}%` }}
          />
        ))}
      </div>
      <div className={css["ticks"]} aria-hidden>
        {TICKS.map((minute) => (
          <span key={minute}>{clock(new Date(start + minute * 60_000).toISOString())}</span>
        ))}
      </div>
    </div>
  );
}

type ScheduleProps = { preview: Schema<"SchedulePreview">; zone: string | undefined };

/** An hour of rotation on one screen. */
export function ScheduleView({ preview, zone = OWN_ZONE }: ScheduleProps) {
  const t = usePreviewTexts();
  const { from, own_plays: own, all_plays: all } = preview;
  return (
    <figure className={css["figure"]}>
      <Hour preview={preview} zone={zone} label={t("scheduleAlt", { own, all })} />
      <figcaption className={css["caption"]}>
        {t("hourFrom")} <Moment at={from} zone={zone} /> · {t("ownPlays", { count: own })}{" "}
        {t("ofPlays", { count: all })}
        {!preview.is_in_schedule && <span className={css["hint"]}>{t("outside")}</span>}
      </figcaption>
    </figure>
  );
}
