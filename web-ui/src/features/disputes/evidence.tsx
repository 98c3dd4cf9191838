import { useState } from "react";
import { formatExact, OWN_ZONE, zoneName } from "../../lib/dates";
import { formatDecimal, formatDistance } from "../../lib/numbers";
import { useReadable } from "../../lib/readable";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { type Place as MapPlace, StoreMap } from "../../ui/map/store-map";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Status } from "../../ui/status";
import { Around } from "./around";
import type { Finding, Place, PlayEvidence } from "./bundle";
import css from "./disputes.module.css";
import { LogPanel } from "./log-panel";
import { type DisputedPlay, useNames } from "./queries";
import { useDisputeTexts } from "./texts";

type Props = { play: DisputedPlay; evidence: PlayEvidence };

/** What is known of a play, side by side: the proof, the place, the times, the logs. */
export function Evidence({ play, evidence }: Props) {
  const names = useNames();
  const store = names.stores.find(({ id }) => id === play.store_id);
  const zone = store?.timezone ?? OWN_ZONE;
  return (
    <div className={css["evidence"]}>
      <div className={css["column"]}>
        <Screenshot play={play} evidence={evidence} />
        <Where place={evidence.location} storeName={store?.name ?? null} />
        <Times evidence={evidence} zone={zone} />
      </div>
      <Findings findings={evidence.findings?.findings ?? []} />
      <div className={css["whole"]}>
        <Around play={play} evidence={evidence} zone={zone} />
      </div>
      <LogPanel evidence={evidence} playedAt={play.played_at} zone={zone} />
    </div>
  );
}

function Screenshot({ play, evidence }: Props) {
  const t = useDisputeTexts();
  const [isGone, setGone] = useState(false);
  const { screenshot } = evidence;
  const source = screenshot?.href ?? `/api/v1/impressions/${play.impression_id}/screenshot`;
  return (
    <Panel title={t("proof")} flush>
      {screenshot && !isGone ? (
        <figure className={css["frame"]}>
          <a href={source} target="_blank" rel="noreferrer">
            <img src={source} alt={t("screenshotAlt")} onError={() => setGone(true)} />
          </a>
          <figcaption className={css["hash"]}>SHA-256 {screenshot.sha256}</figcaption>
        </figure>
      ) : (
        <Empty title={isGone ? t("screenshotGone") : t("noScreenshot")}>
          {isGone ? t("screenshotGoneText") : t("noScreenshotText")}
        </Empty>
      )}
    </Panel>
  );
}

/** Those that decide first, then what speaks against the play. */
const ORDER = ["AGAINST_THE_PLAY", "OPEN", "FOR_THE_PLAY"];

function Findings({ findings }: { findings: readonly Finding[] }) {
  const t = useDisputeTexts();
  const readable = useReadable();
  const words = useWords();
  const rank = (one: Finding) => (one.decides ? 0 : 10) + ORDER.indexOf(one.verdict);
  const sorted = findings.toSorted((a, b) => rank(a) - rank(b));
  return (
    <Panel title={t("checks")} flush>
      {sorted.length === 0 && <Empty title={t("noFindings")} />}
      <ul className={css["findings"]}>
        {sorted.map(({ check, verdict, decides, sentence }) => (
          <li key={check} data-decides={decides}>
            <span className={css["between"]}>
              <b>{words("EvidenceCheck", check)}</b>
              <Status kind="Verdict" word={verdict} />
            </span>
            <span className={css["muted"]}>{readable(sentence)}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function Where({ place, storeName }: { place: Place | null; storeName: string | null }) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const metres = place?.distance_m;
  const isFar = place !== null && typeof metres === "number" && metres > place.near_m;
  const places: MapPlace[] = [];
  if (place?.store) {
    places.push({ id: "store", name: storeName ?? t("store"), ...place.store, tone: "info" });
  }
  if (place?.device) {
    places.push({
      id: "device",
      name: t("screen"),
      ...place.device,
      tone: isFar ? "bad" : "good",
    });
  }
  const title =
    typeof metres === "number"
      ? t("whereText", {
          distance: formatDistance(metres, language),
          near: formatDistance(place?.near_m ?? 0, language),
        })
      : t("where");
  return (
    <Panel title={title} flush>
      {place?.device ? (
        <StoreMap height={240} places={places} nearest={0.01} />
      ) : (
        <Empty title={t("noPlace")}>{t("noPlaceText")}</Empty>
      )}
    </Panel>
  );
}

const SECOND = 1000;

function Times({ evidence, zone }: { evidence: PlayEvidence; zone: string }) {
  const t = useDisputeTexts();
  const language = useLanguage();
  const play = evidence.trail?.impression;
  if (!play) {
    return (
      <Panel title={t("times")}>
        <Empty title={t("noTrail")} />
      </Panel>
    );
  }
  const exact = (at: string) => formatExact(at, language, zone);
  const seconds = (from: string, to: string) =>
    t("seconds", {
      seconds: formatDecimal((Date.parse(to) - Date.parse(from)) / SECOND, language, 3),
    });
  const began = new Date(Date.parse(play.played_at) - play.duration_actual * SECOND);
  return (
    <Panel title={t("timesIn", { zone: zoneName(zone) })}>
      <Facts
        facts={[
          [t("began"), exact(began.toISOString())],
          [t("ended"), exact(play.played_at)],
          [t("received"), exact(play.received_at)],
          [t("delay"), seconds(play.played_at, play.received_at)],
          [t("skew"), play.sent_at ? seconds(play.received_at, play.sent_at) : null],
          [
            t("duration"),
            t("durationText", { actual: play.duration_actual, expected: play.duration_expected }),
          ],
        ]}
      />
    </Panel>
  );
}
