import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { formatMoneyShort, formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { Meter } from "../../ui/meter";
import { Panel } from "../../ui/panel";
import { Empty } from "../../ui/states";
import { Status } from "../../ui/status";
import { useNow } from "../../ui/values";
import { type Stats, statsQuery } from "./queries";
import css from "./start.module.css";
import { progressOf } from "./sums";
import { useStartTexts } from "./texts";

/** Running ones first, then what comes. */
const ORDER: readonly string[] = ["ACTIVE", "PAUSED", "SCHEDULED", "PENDING_APPROVAL"];
const MOST = 12;
const TONES = { ON_TRACK: "good", BURNING_TOO_FAST: "bad", UNDERDELIVERING: "wait" } as const;

/** Each campaign that runs or comes: its health, its spend against its time. */
export function CampaignCards({ campaigns }: { campaigns: readonly Campaign[] }) {
  const t = useStartTexts();
  const rank = ({ status }: Campaign) => ORDER.indexOf(status);
  const shown = campaigns
    .filter((campaign) => rank(campaign) >= 0)
    .toSorted((a, b) => rank(a) - rank(b))
    .slice(0, MOST);
  const stats = useQueries({ queries: shown.map(({ id }) => statsQuery(id)) });
  return (
    <Panel
      flush
      title={t("campaigns")}
      aside={
        <Link className={css["link"] ?? ""} to={paths.campaigns}>
          {t("allCampaigns")}
        </Link>
      }
    >
      {shown.length === 0 ? (
        <Empty title={t("noCampaign")}>{t("noCampaignText")}</Empty>
      ) : (
        <ul className={css["cards"]}>
          {shown.map((campaign, at) => (
            <Card key={campaign.id} campaign={campaign} stats={stats[at]?.data} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Card({ campaign, stats }: { campaign: Campaign; stats: Stats | undefined }) {
  const t = useStartTexts();
  const language = useLanguage();
  const { spent, time } = progressOf(campaign, useNow(60_000));
  const isRunning = campaign.status === "ACTIVE";
  const health = isRunning ? stats?.health : null;
  const amounts = {
    spent: formatMoneyShort(campaign.spent, language),
    budget: formatMoneyShort(campaign.budget ?? "0", language),
  };
  const label =
    time === null
      ? t("spendOnly", amounts)
      : t("spendTime", { ...amounts, time: formatShare(time, language, 0) });
  return (
    <li>
      <Link to={paths.campaign(campaign.id)} className={css["card"]}>
        <span className={css["between"]}>
          <b className={css["name"]}>{campaign.name}</b>
          {health ? (
            <Status kind="Health" word={health} />
          ) : (
            <Status kind="CampaignStatus" word={campaign.status} />
          )}
        </span>
        <Meter
          share={spent}
          label={label}
          tone={health ? TONES[health] : "quiet"}
          {...(isRunning && time !== null && { mark: time })}
        />
        <span className={css["between"]}>
          <span className={css["muted"]}>{label}</span>
          <span className={css["muted"]}>
            {campaign.end_date &&
              t(isRunning ? "until" : "runs", {
                start: formatDay(campaign.start_date ?? "", language),
                end: formatDay(campaign.end_date, language),
              })}
          </span>
        </span>
      </Link>
    </li>
  );
}
