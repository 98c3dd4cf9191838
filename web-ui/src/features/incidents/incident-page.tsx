import { Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { OPERATOR, type Role } from "../../lib/roles";
import { usePathParam } from "../../lib/route";
import { useWords } from "../../lib/words";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { toneClass } from "../../ui/tone";
import { DarkChart } from "./dark-chart";
import { Devices } from "./devices";
import { Figures } from "./figures";
import css from "./incidents.module.css";
import { type Incident, incidentQuery, useCampaignName, useLiveIncidents } from "./queries";
import { Evidence } from "./requests";
import { Resolve } from "./resolve";
import { IncidentBadge } from "./shown";
import { Story } from "./story-list";
import { useIncidentTexts } from "./texts";
import { Where } from "./where";

const SEES_CAMPAIGNS: readonly Role[] = [...OPERATOR, "ADVERTISER"];

/** One emergency stop: how fast it went dark, where, what is frozen, how its investigation ends. */
export function Page() {
  useLiveIncidents();
  const incident = useQuery(incidentQuery(usePathParam("id")));
  return <Loaded query={incident}>{(found) => <Shown incident={found} />}</Loaded>;
}

function Shown({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const words = useWords();
  const name = useCampaignName()(incident.campaign_id) ?? t("aCampaign");
  const seesCampaign = useHasRole(SEES_CAMPAIGNS);
  return (
    <>
      <PageTitle
        title={t("stopOf", { name })}
        badge={<IncidentBadge incident={incident} />}
        subtitle={`${words("StopReason", incident.reason_code)} · ${incident.stopped_by_name} (${t(`by.${incident.initiator}`)})`}
        actions={
          <>
            {seesCampaign && incident.campaign_id && (
              <Anchor component={Link} to={paths.campaign(incident.campaign_id)} size="sm">
                {t("openCampaign")}
              </Anchor>
            )}
            {incident.status === "OPEN" && <Resolve incident={incident} name={name} />}
          </>
        }
      />
      <Notes incident={incident} />
      <div className={css["stack"]}>
        <Panel flush>
          <Figures incident={incident} />
        </Panel>
        <div className={css["halves"]}>
          <div className={css["stack"]}>
            <DarkChart incident={incident} />
            <Where incident={incident} />
          </div>
          <Story incident={incident} />
        </div>
        <Devices incident={incident} />
      </div>
    </>
  );
}

/** What was said about it, by whoever stopped and whoever investigated. */
function Notes({ incident }: { incident: Incident }) {
  const t = useIncidentTexts();
  const { reason_detail, evidence_urls, findings, outcome } = incident;
  return (
    <>
      {(reason_detail || evidence_urls.length > 0) && (
        <div className={`${css["note"]} ${toneClass("bad")}`}>
          {reason_detail}
          <Evidence urls={evidence_urls} />
        </div>
      )}
      {findings && outcome && (
        <div className={`${css["note"]} ${toneClass(outcome === "A" ? "good" : "wait")}`}>
          {t("found", { findings })}
        </div>
      )}
    </>
  );
}
