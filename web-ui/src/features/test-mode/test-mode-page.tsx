import { useQuery } from "@tanstack/react-query";
import type { Campaign } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { BackLink } from "../../lib/back-link";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Empty, Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { campaignQuery, type Summary, summaryQuery, useLiveSummary } from "./queries";
import { StartForm } from "./start-form";
import { SummaryView } from "./summary-view";
import css from "./test-mode.module.css";
import { useTestTexts } from "./texts";

/** A scheduled campaign in a few stores before its start: begin, follow, judge. */
export function Page() {
  const t = useTestTexts();
  const id = usePathParam("id");
  useLiveSummary(id);
  const campaign = useQuery(campaignQuery(id));
  const summary = useQuery(summaryQuery(id));
  return (
    <Loaded query={campaign}>
      {(found) => (
        <>
          <PageTitle
            title={t("title")}
            badge={<Status kind="CampaignStatus" word={found.status} />}
            subtitle={<BackLink to={paths.campaign(id)} name={found.name} />}
          />
          <Loaded query={summary}>{(test) => <Shown campaign={found} summary={test} />}</Loaded>
        </>
      )}
    </Loaded>
  );
}

function Shown({ campaign, summary }: { campaign: Campaign; summary: Summary | null }) {
  const t = useTestTexts();
  const words = useWords();
  const isBuyer = useHasRole(BUYERS);
  const mayStart = isBuyer && campaign.allowed_actions.includes("START_TEST");
  const isRunning = summary?.status === "RUNNING";
  return (
    <div className={css["stack"]}>
      {summary && <SummaryView campaign={campaign} summary={summary} />}
      {mayStart && !isRunning && <StartForm campaign={campaign} isAgain={summary !== null} />}
      {!mayStart && summary === null && (
        <Panel>
          <Empty title={t("none")}>
            {t("whyNot", { status: words("CampaignStatus", campaign.status) })}
          </Empty>
        </Panel>
      )}
    </div>
  );
}
