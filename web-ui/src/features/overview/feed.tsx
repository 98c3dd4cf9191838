import { useQuery } from "@tanstack/react-query";
import { campaignsQuery, devicesQuery, storesQuery } from "../../api/catalog";
import { useWords } from "../../lib/words";
import { Empty } from "../../ui/states";
import { toneOf } from "../../ui/status";
import { toneClass } from "../../ui/tone";
import { Ago, Money } from "../../ui/values";
import css from "./overview.module.css";
import { type HeardPlay, useHeardPlays } from "./queries";
import { useOverviewTexts } from "./texts";

const SHOWN = 8;

/** The newest plays by name, as the stream tells of them. */
export function Feed() {
  const t = useOverviewTexts();
  const plays = useHeardPlays().slice(0, SHOWN);
  const campaigns = useQuery(campaignsQuery).data;
  const devices = useQuery(devicesQuery).data;
  const stores = useQuery(storesQuery).data;
  if (plays.length === 0) return <Empty title={t("feedEmpty")} />;
  return (
    <ul className={css["feed"]}>
      {plays.map((play) => {
        const device = devices?.find(({ id }) => id === play.device_id);
        const store = stores?.find(({ id }) => id === device?.store_id);
        return (
          <Play
            key={play.impression_id + play.status}
            play={play}
            campaign={campaigns?.find(({ id }) => id === play.campaign_id)?.name ?? "…"}
            place={[device?.name, store?.name].filter(Boolean).join(" · ")}
          />
        );
      })}
    </ul>
  );
}

function Play({ play, campaign, place }: { play: HeardPlay; campaign: string; place: string }) {
  const words = useWords();
  const isRejected = play.status === "REJECTED";
  return (
    <li className={`${css["play"]} ${toneClass(toneOf("PlayStatus", play.status))}`}>
      <span className={css["dot"]} role="img" aria-label={words("PlayStatus", play.status)} />
      <span className={css["playWhat"]}>{campaign}</span>
      <span>
        {isRejected ? (
          words("Rejection", play.rejection_reason ?? "")
        ) : (
          <Money amount={play.cost} />
        )}
      </span>
      <span className={css["playWhere"]}>
        {place} · <Ago at={new Date(play.heardAt).toISOString()} />
      </span>
    </li>
  );
}
