import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { advertisersQuery, type Campaign, campaignsQuery, walletQuery } from "../../api/catalog";
import { casesQuery, isOffered } from "../../api/investigation";
import { formatDay } from "../../lib/dates";
import { add, isZero } from "../../lib/decimal";
import { paths } from "../../lib/paths";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import type { Tone } from "../../ui/tone";
import { Count, Money, useNow } from "../../ui/values";
import { CampaignCards } from "./campaign-cards";
import { type Need, NeedList } from "./need-list";
import { disputesQuery, useLiveStart } from "./queries";
import { SpendDays } from "./spend-days";
import css from "./start.module.css";
import { type Step, stepOf } from "./sums";
import { useStartTexts } from "./texts";

/** An advertiser's first screen: how do the campaigns do, what is to be done, what is left? */
export function AdvertiserHome({ ownerId }: { ownerId: string }) {
  const t = useStartTexts();
  useLiveStart(ownerId);
  const own = useQuery(advertisersQuery).data?.find(({ id }) => id === ownerId);
  const campaigns = useQuery(campaignsQuery);
  return (
    <>
      <PageTitle
        title={own?.name ?? t("home")}
        subtitle={t("advertiserSubtitle")}
        actions={
          <Button component={Link} to={paths.newCampaign} leftSection={<IconPlus size={16} />}>
            {t("newCampaign")}
          </Button>
        }
      />
      <Loaded query={campaigns}>
        {(rows) => (
          <>
            <Figures ownerId={ownerId} campaigns={rows} />
            <div className={css["board"]}>
              <div className={css["column"]}>
                <CampaignCards campaigns={rows} />
                <SpendDays campaigns={rows} />
              </div>
              <div className={css["column"]}>
                <div className={css["first"]}>
                  <Panel title={t("nextSteps")} flush>
                    <AdvertiserNeeds ownerId={ownerId} campaigns={rows} />
                  </Panel>
                </div>
              </div>
            </div>
          </>
        )}
      </Loaded>
    </>
  );
}

type Props = { ownerId: string; campaigns: readonly Campaign[] };

function Figures({ ownerId, campaigns }: Props) {
  const t = useStartTexts();
  const wallet = useQuery(walletQuery(ownerId));
  const running = campaigns.filter(({ status }) => status === "ACTIVE");
  const coming = campaigns.filter(({ status }) => status === "SCHEDULED").length;
  const spent = add("0", ...campaigns.map((campaign) => campaign.spent));
  const left = add("0", ...running.map((campaign) => campaign.remaining_budget));
  return (
    <Panel flush>
      <Loaded query={wallet}>
        {(found) => (
          <div className={css["figures"]}>
            <Figure
              label={t("running")}
              value={<Count value={running.length} />}
              hint={t("coming", { count: coming })}
            />
            <Figure
              label={t("spent")}
              value={<Money amount={spent} short />}
              hint={t("spentHint", { count: campaigns.length })}
            />
            <Figure label={t("left")} value={<Money amount={left} short />} hint={t("leftHint")} />
            <Figure
              label={t("available")}
              value={<Money amount={found.available_balance} short />}
              hint={<Link to={paths.wallets}>{t("toWallet")}</Link>}
              {...(isZero(found.available_balance) && { tone: "wait" as const })}
            />
            <Figure
              label={t("held")}
              value={<Money amount={found.held_balance ?? "0"} short />}
              hint={t("heldHint")}
            />
          </div>
        )}
      </Loaded>
    </Panel>
  );
}

const TONES: Readonly<Record<Step, Tone>> = {
  failed: "bad",
  stopped: "bad",
  mend: "bad",
  topUp: "wait",
  resume: "wait",
  expires: "info",
  finish: "info",
};
const GRAVITY: readonly Step[] = [
  "failed",
  "stopped",
  "mend",
  "topUp",
  "resume",
  "expires",
  "finish",
];

function AdvertiserNeeds({ ownerId, campaigns }: Props) {
  const t = useStartTexts();
  const words = useWords();
  const language = useLanguage();
  const now = useNow(60_000);
  const own = useQuery(advertisersQuery).data?.find(({ id }) => id === ownerId);
  const offers = (useQuery(casesQuery).data ?? []).filter(isOffered);
  const disputes = useQuery(disputesQuery).data?.items ?? [];
  const steps = campaigns
    .map((campaign) => ({ campaign, step: stepOf(campaign, now) }))
    .filter((row): row is { campaign: Campaign; step: Step } => row.step !== null)
    .sort((a, b) => GRAVITY.indexOf(a.step) - GRAVITY.indexOf(b.step))
    .map(
      ({ campaign, step }): Need => ({
        key: campaign.id,
        to: paths.campaign(campaign.id),
        tone: TONES[step],
        mark: "→",
        text: campaign.name,
        note: t(`step.${step}`, {
          reason: campaign.pause_reason ? words("PauseReason", campaign.pause_reason) : "",
          day: formatDay(campaign.end_date ?? "", language),
        }),
      }),
    );
  const needs: Need[] = [];
  if (own && own.status !== "ACTIVE") {
    const text = t("accountIs", { status: words("PartyStatus", own.status) });
    needs.push({ key: "status", to: paths.wallets, tone: "bad", mark: "!", text });
  }
  if (own && !own.email_verified) {
    needs.push({ key: "mail", to: paths.start, tone: "bad", mark: "!", text: t("need.mail") });
  }
  for (const { campaign_id, campaign_name } of offers) {
    const to = paths.investigation(campaign_id);
    const note = t("need.extension");
    needs.push({ key: to, to, tone: "info", mark: "→", text: campaign_name, note });
  }
  needs.push(...steps);
  if (disputes.length > 0) {
    const text = t("need.disputes", { count: disputes.length });
    needs.push({ key: "disputes", to: paths.disputes, tone: "info", mark: disputes.length, text });
  }
  return (
    <NeedList
      label={t("nextSteps")}
      needs={needs}
      empty={
        <Empty isGood title={t("allWell")}>
          {t("allWellAdvertiser")}
        </Empty>
      }
    />
  );
}
