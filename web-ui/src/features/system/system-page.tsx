import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { rowsOf } from "../../api/catalog";
import { useHasRole } from "../../api/session";
import { formatClock, OWN_ZONE, zoneName } from "../../lib/dates";
import { formatShare } from "../../lib/numbers";
import type { Role } from "../../lib/roles";
import { formatBytes } from "../../lib/sizes";
import { useLanguage } from "../../lib/texts";
import { Badge } from "../../ui/badge";
import { Figure } from "../../ui/figure";
import { PageTitle } from "../../ui/page-title";
import { Panel } from "../../ui/panel";
import { Loaded } from "../../ui/states";
import { Count } from "../../ui/values";
import { DeadLetters } from "./dead-letters";
import { Gaps } from "./gaps";
import { Jobs } from "./jobs";
import { Log } from "./log";
import { checkpointQuery, deadQuery, jobsQuery, type System, systemQuery } from "./queries";
import { Storage } from "./storage";
import css from "./system.module.css";
import { useSystemTexts } from "./texts";

/** Those who see jobs, as the appliance decides it. */
const SEES_JOBS: readonly Role[] = ["SUPER_ADMIN", "ADMIN", "AUDITOR"];

/** The appliance itself: is it well, does it keep its promises, is there room? */
export function Page() {
  const system = useQuery(systemQuery);
  return <Loaded query={system}>{(found) => <Shown system={found} />}</Loaded>;
}

function Shown({ system }: { system: System }) {
  const t = useSystemTexts();
  const language = useLanguage();
  const seesJobs = useHasRole(SEES_JOBS);
  const time = `${formatClock(system.server_time, language)} (${zoneName(OWN_ZONE)})`;
  return (
    <>
      <PageTitle
        title={t("title")}
        badge={
          <Badge tone={system.healthy ? "good" : "bad"}>{t(system.healthy ? "well" : "ill")}</Badge>
        }
        subtitle={`${t("version", { version: system.version })} · ${time}${
          system.simulated_clock ? ` · ${t("simulated")}` : ""
        }`}
      />
      <Panel flush>
        <Figures system={system} seesJobs={seesJobs} />
      </Panel>
      <div className={css["stack"]}>
        {seesJobs && (
          <Panel title={t("jobs")} flush>
            <Jobs />
          </Panel>
        )}
        <div className={css["halves"]}>
          <div className={css["column"]}>
            <Panel title={t("storage")}>
              <Storage />
            </Panel>
            <Panel title={t("dead")} flush>
              <DeadLetters />
            </Panel>
          </div>
          <div className={css["column"]}>
            <Panel title={t("log")}>
              <Log />
            </Panel>
            <Panel title={t("gaps")} flush>
              <Gaps />
            </Panel>
          </div>
        </div>
      </div>
    </>
  );
}

function Figures({ system, seesJobs }: { system: System; seesJobs: boolean }) {
  const t = useSystemTexts();
  const language = useLanguage();
  const jobs = useQuery({ ...jobsQuery, enabled: seesJobs }).data;
  const dead = useInfiniteQuery(deadQuery).data;
  const log = useQuery(checkpointQuery).data;
  const { disk, screenshots, queue_depth } = system;
  const given = dead ? rowsOf(dead).length : 0;
  const isMore = dead?.pages.at(-1)?.next_cursor != null;
  return (
    <div className={css["figures"]}>
      <Figure
        label={t("queue")}
        value={<Count value={queue_depth} />}
        hint={t("queueHint")}
        {...(!system.healthy && { tone: "bad" as const })}
      />
      {disk && (
        <Figure
          label={t("free")}
          value={formatBytes(disk.free_bytes, language)}
          hint={t("freeHint", { share: formatShare(disk.free_bytes / disk.total_bytes, language) })}
          {...(disk.is_nearly_full && { tone: "bad" as const })}
        />
      )}
      {screenshots && (
        <Figure
          label={t("screenshots")}
          value={<Count value={screenshots.kept.count} />}
          hint={t("screenshotsHint", {
            bytes: formatBytes(screenshots.files.bytes, language),
            days: screenshots.retention_days,
          })}
        />
      )}
      <Figure
        label={t("leaves")}
        value={log ? <Count value={log.size} /> : "…"}
        hint={t("leavesHint")}
      />
      <Figure
        label={t("dead")}
        value={dead ? `${given}${isMore ? "+" : ""}` : "…"}
        hint={t("deadHint")}
        {...(given > 0 && { tone: "bad" as const })}
      />
      {jobs && (
        <Figure
          label={t("jobsRun")}
          value={<Count value={jobs.filter(({ last_slot }) => last_slot).length} />}
          hint={t("jobsRunHint", { count: jobs.length })}
        />
      )}
    </div>
  );
}
