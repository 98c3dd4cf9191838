import { useQuery } from "@tanstack/react-query";
import { z } from "zod";
import { storesQuery } from "../../api/catalog";
import { formatAgo, formatExact, OWN_ZONE, zoneName } from "../../lib/dates";
import { formatDecimal, formatDistance } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Facts } from "../../ui/facts";
import { type Place, StoreMap } from "../../ui/map/store-map";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Money, useNow } from "../../ui/values";
import { type Impression, impressionQuery, type Review } from "./queries";
import css from "./reviews.module.css";
import { History, Picture } from "./screen-evidence";
import { useReviewTexts } from "./texts";

/** What is known of a play, side by side: what, where, when, how well. */
export function Evidence({ review }: { review: Review }) {
  const impression = useQuery(impressionQuery(review.impression_id));
  return (
    <Loaded query={impression}>
      {(play) => (
        <div className={css["evidence"]}>
          <Play review={review} play={play} />
          <Picture play={play} where={review.store_name ?? ""} />
          <Where review={review} play={play} />
          <When review={review} play={play} />
          <Quality play={play} />
          <History review={review} />
        </div>
      )}
    </Loaded>
  );
}

type Props = { review: Review; play: Impression };

function Play({ review, play }: Props) {
  const t = useReviewTexts();
  const language = useLanguage();
  const time = formatAgo(review.decided_by_timer_at, useNow(60_000), language);
  return (
    <Panel title={review.campaign_name ?? t("campaign")}>
      <Facts
        facts={[
          [t("screen"), review.device_name ?? null],
          [t("store"), review.store_name ?? null],
          [t("cost"), <Money key="cost" amount={review.cost} />],
          [
            t("duration"),
            t("durationText", { actual: play.duration_actual, expected: play.duration_expected }),
          ],
          [
            t("signature"),
            t("signatureText", { version: play.signature_version, counter: play.counter ?? "–" }),
          ],
          [
            t("screenshot"),
            play.screenshot_hash
              ? t("screenshotHash", { hash: play.screenshot_hash.slice(0, 12) })
              : t("noScreenshot"),
          ],
        ]}
      />
      <p className={css["muted"]}>
        {review.needs_person ? t("byPerson", { time }) : t("byTimer", { time })}
      </p>
    </Panel>
  );
}

function Where({ review, play }: Props) {
  const t = useReviewTexts();
  const language = useLanguage();
  const store = useQuery(storesQuery).data?.find(({ id }) => id === review.store_id);
  const { distance_m: distance } = review;
  const title =
    distance === null || distance === undefined
      ? t("where")
      : t("whereText", {
          distance: formatDistance(distance, language),
          store: review.store_name ?? "",
        });
  const isFar = review.flags.includes("SUSPICIOUS_LOCATION");
  const places: Place[] = [];
  if (store) places.push({ ...store, name: t("store"), tone: "info" });
  if (play.location) {
    places.push({
      id: "device",
      name: t("device"),
      ...play.location,
      tone: isFar ? "bad" : "good",
    });
  }
  return (
    <Panel title={title} flush>
      {play.location ? (
        <StoreMap height={230} places={places} nearest={0.01} />
      ) : (
        <Empty title={t("noPlace")} />
      )}
    </Panel>
  );
}

function When({ review, play }: Props) {
  const t = useReviewTexts();
  const language = useLanguage();
  const store = useQuery(storesQuery).data?.find(({ id }) => id === review.store_id);
  const zone = store?.timezone ?? OWN_ZONE;
  const exact = (at: string) => formatExact(at, language, zone);
  const drift = play.sent_at ? Date.parse(play.sent_at) - Date.parse(play.received_at) : null;
  return (
    <Panel title={t("whenIn", { zone: zoneName(zone) })}>
      <Facts
        facts={[
          [t("played"), exact(play.played_at)],
          [t("sent"), play.sent_at ? exact(play.sent_at) : null],
          [t("received"), exact(play.received_at)],
          [
            t("drift"),
            drift === null
              ? null
              : t("driftText", { seconds: formatDecimal(drift / 1000, language, 3) }),
          ],
        ]}
      />
    </Panel>
  );
}

/** The document does not say what a deduction is. */
const DEDUCTIONS = z.array(z.object({ reason: z.string(), points: z.number() })).catch([]);

const BEST = 100;
const FAIR = 60;

function Quality({ play }: { play: Impression }) {
  const t = useReviewTexts();
  const words = useWords();
  const score = t("qualityText", { score: play.quality_score });
  return (
    <Panel title={`${t("quality")}: ${score}`}>
      <Meter
        share={play.quality_score / BEST}
        label={score}
        tone={play.quality_score >= FAIR ? "good" : "wait"}
      />
      <ul className={css["deductions"]}>
        {DEDUCTIONS.parse(play.deductions).map(({ reason, points }) => (
          <li key={reason}>{t("deducted", { points, why: words("Deduction", reason) })}</li>
        ))}
      </ul>
    </Panel>
  );
}
