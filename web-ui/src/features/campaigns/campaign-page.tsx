import { Anchor, Tabs } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { z } from "zod";
import type { Campaign } from "../../api/catalog";
import { formatDay } from "../../lib/dates";
import { formatMoneyShort } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { useAddress, usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Boundary, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { type Tone, toneClass } from "../../ui/tone";
import { Actions } from "./actions";
import { Billing } from "./billing";
import css from "./campaigns.module.css";
import { CaseNote } from "./case-note";
import { Details } from "./details";
import { History } from "./history";
import { More } from "./more";
import { Performance } from "./performance";
import { campaignQuery, useLiveCampaigns } from "./queries";
import { RejectedPlays } from "./rejected-plays";
import { Screens } from "./screens/screens";
import { StopNote } from "./stop-note";
import { useCampaignTexts } from "./texts";

const TABS = ["performance", "billing", "rejections", "onScreens", "history", "details"] as const;
const ADDRESS = z.object({ tab: z.enum(TABS).catch("performance") });

/** One campaign: how it does, what it costs, what was refused, what was changed. */
export function Page() {
  useLiveCampaigns();
  const id = usePathParam("id");
  const campaign = useQuery(campaignQuery(id));
  return <Loaded query={campaign}>{(found) => <Shown campaign={found} />}</Loaded>;
}

function Shown({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const [{ tab }, change] = useAddress(ADDRESS);
  return (
    <>
      <PageTitle
        title={campaign.name}
        badge={<Status kind="CampaignStatus" word={campaign.status} />}
        subtitle={
          <>
            <Subtitle campaign={campaign} />
            {campaign.activated_at && (
              <>
                {" · "}
                <Anchor component={Link} size="sm" to={paths.proof(campaign.id)}>
                  {t("proof")}
                </Anchor>
              </>
            )}
          </>
        }
        actions={<Actions campaign={campaign} />}
      />
      <More campaign={campaign} />
      <Notes campaign={campaign} />
      <StopNote campaign={campaign} />
      <CaseNote campaign={campaign} />
      <Tabs
        value={tab}
        onChange={(value) => change({ tab: TABS.find((one) => one === value) ?? "performance" })}
        keepMounted={false}
      >
        <Tabs.List mb="md" className={css["tabs"] ?? ""}>
          {TABS.map((one) => (
            <Tabs.Tab key={one} value={one}>
              {t(one)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Boundary resetKey={tab}>
          <Tabs.Panel value="performance">
            <Performance campaign={campaign} />
          </Tabs.Panel>
          <Tabs.Panel value="billing">
            <Billing id={campaign.id} />
          </Tabs.Panel>
          <Tabs.Panel value="rejections">
            <RejectedPlays id={campaign.id} />
          </Tabs.Panel>
          <Tabs.Panel value="onScreens">
            <Screens campaign={campaign} />
          </Tabs.Panel>
          <Tabs.Panel value="history">
            <History id={campaign.id} />
          </Tabs.Panel>
          <Tabs.Panel value="details">
            <Details campaign={campaign} />
          </Tabs.Panel>
        </Boundary>
      </Tabs>
    </>
  );
}

function Subtitle({ campaign }: { campaign: Campaign }) {
  const language = useLanguage();
  const { brand_name, start_date, end_date } = campaign;
  const run =
    start_date && end_date
      ? `${formatDay(start_date, language)} – ${formatDay(end_date, language)} (UTC)`
      : null;
  return [brand_name, run].filter(Boolean).join(" · ");
}

/** Why it stands as it does, in a sentence each. */
function Notes({ campaign }: { campaign: Campaign }) {
  const t = useCampaignTexts();
  const words = useWords();
  const language = useLanguage();
  const { status, pause_reason, rejection_reason, requested_changes, pending_increase } = campaign;
  const notes: [Tone, string][] = [];
  if (status === "PAUSED" && pause_reason) {
    const tone = pause_reason === "USER_REQUESTED" ? "wait" : "bad";
    notes.push([tone, t("whyPaused", { reason: words("PauseReason", pause_reason) })]);
  }
  if (status === "ERROR") notes.push(["bad", t("whyError")]);
  if (rejection_reason) notes.push(["bad", t("whyRejected", { reason: rejection_reason })]);
  if (requested_changes) notes.push(["wait", t("whyChanges", { reason: requested_changes })]);
  if (pending_increase) {
    const amount = formatMoneyShort(pending_increase.amount, language);
    notes.push(["info", t("increaseWaits", { amount })]);
  }
  return notes.map(([tone, text]) => (
    <div key={text} className={`${css["note"]} ${toneClass(tone)}`}>
      {text}
    </div>
  ));
}
