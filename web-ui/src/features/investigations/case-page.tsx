import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Campaign } from "../../api/catalog";
import { type Case, caseQuery } from "../../api/investigation";
import { usePerson } from "../../api/session";
import { formatDuration } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import { paths } from "../../lib/paths";
import { usePathParam } from "../../lib/route";
import { useLanguage } from "../../lib/texts";
import { useWords } from "../../lib/words";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Count, Moment, Money } from "../../ui/values";
import { Blocked, Rejected, Timeline } from "./details";
import { Ending } from "./ending";
import { offlineShare, rejectedOf } from "./evidence";
import css from "./investigations.module.css";
import { campaignQuery, useLiveCases } from "./queries";
import { ResolveForm } from "./resolve";
import { CaseBadge } from "./shown";
import { Signs } from "./signs";
import { useInvestigationTexts } from "./texts";

/** One campaign that had no play: what is known, what it was, what follows from it. */
export function Page() {
  useLiveCases();
  const t = useInvestigationTexts();
  const id = usePathParam("id");
  const found = useQuery(caseQuery(id));
  const campaign = useQuery(campaignQuery(id));
  return (
    <Loaded query={campaign}>
      {(row) => (
        <Loaded query={found}>
          {(one) =>
            one ? (
              <Shown found={one} campaign={row} />
            ) : (
              <>
                <PageTitle title={row.name} />
                <Empty title={t("noCase")}>{t("noCaseText")}</Empty>
              </>
            )
          }
        </Loaded>
      )}
    </Loaded>
  );
}

type Props = { found: Case; campaign: Campaign };

function Shown({ found, campaign }: Props) {
  const t = useInvestigationTexts();
  const words = useWords();
  const { role } = usePerson();
  const isAdvertiser = role === "ADVERTISER";
  const { evidence } = found;
  return (
    <>
      <PageTitle
        title={t("caseOf", { name: found.campaign_name })}
        badge={<CaseBadge found={found} />}
        subtitle={
          <>
            {t("openedAt")} <Moment at={found.opened_at} />
          </>
        }
        actions={
          <Anchor component={Link} to={paths.campaign(found.campaign_id)} size="sm">
            {t("openCampaign")}
          </Anchor>
        }
      />
      <div className={css["stack"]}>
        <Panel flush>
          <Figures found={found} />
        </Panel>
        <div className={css["halves"]}>
          <div className={css["stack"]}>
            <Panel title={t("known")}>
              <p className={css["suggested"]}>
                {t("suggested")} <b>{words("Cause", found.suggested_cause)}</b>
              </p>
              <Signs found={found} />
            </Panel>
            {evidence.blocked_stores.length > 0 && <Blocked stores={evidence.blocked_stores} />}
            {rejectedOf(evidence) > 0 && <Rejected reasons={evidence.rejections} />}
            <Timeline entries={evidence.status_history} />
          </div>
          {found.resolution ? (
            <Ending found={found} end={found.resolution} campaign={campaign} />
          ) : isAdvertiser ? (
            <Panel title={t("decision")}>{t("waitsForOperator")}</Panel>
          ) : (
            <ResolveForm found={found} campaign={campaign} />
          )}
        </div>
      </div>
    </>
  );
}

function Figures({ found: { refunded, evidence } }: { found: Case }) {
  const t = useInvestigationTexts();
  const language = useLanguage();
  const { devices, devices_heard, wanted_seconds, offline_seconds, offers } = evidence;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("refunded")}
        value={<Money amount={refunded} short />}
        hint={t("refundedHint")}
      />
      <Figure
        label={t("wanted")}
        value={formatDuration(wanted_seconds, language)}
        hint={t("wantedHint")}
      />
      <Figure
        label={t("offline")}
        value={formatDuration(offline_seconds, language)}
        hint={t("offlineHint", { share: formatShare(offlineShare(evidence), language, 0) })}
        {...(offline_seconds > 0 && { tone: "wait" as const })}
      />
      <Figure
        label={t("heard")}
        value={`${devices_heard} / ${devices}`}
        hint={t("heardHint", { count: evidence.target_stores })}
        tone={devices_heard === 0 ? "bad" : devices_heard < devices ? "wait" : "good"}
      />
      <Figure label={t("offers")} value={<Count value={offers} />} hint={t("offersHint")} />
    </div>
  );
}
