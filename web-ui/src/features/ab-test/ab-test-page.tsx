import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Campaign } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { BackLink } from "../../lib/back-link";
import { paths } from "../../lib/paths";
import { BUYERS } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { PageTitle } from "../../ui/page-title";
import { Loaded } from "../../ui/states";
import { Status } from "../../ui/status";
import { NoTest } from "./no-test";
import { campaignQuery, type Report, reportQuery, useLiveReport } from "./queries";
import { ReportView } from "./report-view";
import { StartForm } from "./start-form";
import { useAbTexts } from "./texts";

/** Which content does better: the report of a campaign's newest test, or a new test. */
export function Page() {
  const t = useAbTexts();
  const id = usePathParam("id");
  useLiveReport(id);
  const campaign = useQuery(campaignQuery(id));
  const report = useQuery(reportQuery(id));
  return (
    <Loaded query={campaign}>
      {(found) => (
        <>
          <PageTitle
            title={t("title")}
            badge={<Status kind="CampaignStatus" word={found.status} />}
            subtitle={<BackLink to={paths.campaign(id)} name={found.name} />}
          />
          <Loaded query={report}>{(test) => <Shown campaign={found} report={test} />}</Loaded>
        </>
      )}
    </Loaded>
  );
}

function Shown({ campaign, report }: { campaign: Campaign; report: Report | null }) {
  const [isStarting, setStarting] = useState(false);
  const mayStart = useHasRole(BUYERS);
  const isOpen = ["SCHEDULED", "ACTIVE", "PAUSED"].includes(campaign.status);
  if (isStarting && isOpen) {
    return <StartForm campaign={campaign} onDone={() => setStarting(false)} />;
  }
  const start = mayStart && isOpen ? () => setStarting(true) : null;
  if (report === null) return <NoTest campaign={campaign} onStart={start} />;
  const again = report.status === "RUNNING" ? null : start;
  return <ReportView campaign={campaign} report={report} onAgain={again} />;
}
