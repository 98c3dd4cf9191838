import { useWords } from "../../lib/words";
import { Empty } from "../../ui/states";
import { toneOf } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { Ago, Money } from "../../ui/values";
import css from "./overview.module.css";
import { type HeardPlay, useHeardPlays, usePlayNames } from "./queries";
import { useOverviewTexts } from "./texts";

const SHOWN = 8;

/** The newest plays by name, as the stream tells of them. */
export function Feed() {
  const t = useOverviewTexts();
  const plays = useHeardPlays().slice(0, SHOWN);
  if (plays.length === 0) return <Empty title={t("feedEmpty")} />;
  return (
    <ul className={css["feed"]}>
      {plays.map((play) => (
        <Play key={play.impression_id + play.status} play={play} />
      ))}
    </ul>
  );
}

function Play({ play }: { play: HeardPlay }) {
  const t = useOverviewTexts();
  const words = useWords();
  const { campaign, device, store } = usePlayNames(play);
  const place = [device, store].filter(Boolean).join(" · ");
  const isRejected = play.status === "REJECTED";
  return (
    <li className={`${css["play"]} ${toneClass(toneOf("PlayStatus", play.status))}`}>
      <span className={css["dot"]} role="img" aria-label={words("PlayStatus", play.status)} />
      <span className={css["playWhat"]}>
        {play.campaign_id === null ? t("noCampaign") : (campaign ?? "…")}
      </span>
      <span>
        {isRejected ? (
          words("Rejection", play.rejection_reason ?? "")
        ) : (
          <Money amount={play.cost} />
        )}
      </span>
      <span className={css["playWhere"]}>
        {place && `${place} · `}
        <Ago at={new Date(play.heardAt).toISOString()} />
      </span>
    </li>
  );
}
