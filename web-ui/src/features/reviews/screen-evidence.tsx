import { Anchor } from "@mantine/core";
import { IconPhotoOff } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { formatDecimal, formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Facts } from "../../ui/facts";
import { Panel } from "../../ui/panel";
import { Loaded, State } from "../../ui/states";
import { Ago, Count, Moment } from "../../ui/values";
import { deviceQuery, type Impression, queueQuery, type Review } from "./queries";
import css from "./reviews.module.css";
import { useReviewTexts } from "./texts";

/** What the screen showed, as it captured it. */
export function Picture({ play, where }: { play: Impression; where: string }) {
  const t = useReviewTexts();
  const [isMissing, setMissing] = useState(false);
  const url = `/api/v1/impressions/${play.id}/screenshot`;
  const isThere = play.proof_available && !isMissing;
  return (
    <Panel title={t("screenshot")} flush={isThere}>
      {isThere ? (
        <Anchor href={url} target="_blank" rel="noreferrer" aria-label={t("openPicture")}>
          <img
            className={css["picture"]}
            src={url}
            alt={t("pictureOf", { where })}
            onError={() => setMissing(true)}
          />
        </Anchor>
      ) : (
        <State icon={<IconPhotoOff size={28} stroke={1.5} />} title={t("noPicture")}>
          {t(play.screenshot_hash ? "noPictureYet" : "noPictureAtAll")}
        </State>
      )}
    </Panel>
  );
}

/** How the screen that sent the play has done until now. */
export function History({ review }: { review: Review }) {
  const t = useReviewTexts();
  return (
    <Panel
      title={t("history")}
      aside={
        <Anchor component={Link} size="sm" to={paths.impression(review.impression_id)}>
          {t("toPlay")}
        </Anchor>
      }
    >
      {review.device_id ? <Screen id={review.device_id} review={review} /> : t("noScreen")}
    </Panel>
  );
}

const SECOND = 1000;

function Screen({ id, review }: { id: string; review: Review }) {
  const t = useReviewTexts();
  const language = useLanguage();
  const device = useQuery(deviceQuery(id));
  const queue = useQuery(queueQuery).data ?? [];
  const others = queue.filter(
    ({ device_id, impression_id }) => device_id === id && impression_id !== review.impression_id,
  );
  return (
    <Loaded query={device}>
      {({ name, created_at, last_heartbeat, last_skew_ms, clock_troubles_24h, screenshots }) => (
        <Facts
          facts={[
            [
              t("screen"),
              <Anchor key="screen" component={Link} size="sm" to={paths.device(id)}>
                {name}
              </Anchor>,
            ],
            [t("since"), <Moment key="since" at={created_at} />],
            [t("heard"), last_heartbeat ? <Ago key="heard" at={last_heartbeat} /> : t("never")],
            [
              t("clockNow"),
              last_skew_ms === null || last_skew_ms === undefined
                ? null
                : t("driftText", { seconds: formatDecimal(last_skew_ms / SECOND, language, 3) }),
            ],
            [t("clockTroubles"), <Count key="troubles" value={clock_troubles_24h} />],
            [
              t("pictures"),
              screenshots
                ? t("picturesText", {
                    uploaded: screenshots.uploaded_24h,
                    plays: screenshots.accepted_plays_24h,
                    share:
                      screenshots.upload_rate_24h_pct == null
                        ? "–"
                        : formatShare(screenshots.upload_rate_24h_pct / 100, language),
                  })
                : null,
            ],
            [t("othersWait"), <Count key="others" value={others.length} />],
          ]}
        />
      )}
    </Loaded>
  );
}
