import { IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useHasRole } from "../../api/session";
import { paths } from "../../lib/paths";
import { ADMINS, type Role } from "../../lib/roles";
import { Empty } from "../../ui/states";
import { type Tone, toneClass } from "../../ui/tone";
import css from "./overview.module.css";
import { deadQuery, jobsQuery, lateJobs, type Overview, systemQuery } from "./queries";
import { useOverviewTexts } from "./texts";

type Kind =
  | Exclude<keyof Overview["waiting"], "reviews">
  | "clock_troubles"
  | "offline"
  | "ill"
  | "disk"
  | "jobs"
  | "deliveries";

/** In the order of gravity: where each thing is decided, and how urgent it is. */
const NEEDS: readonly {
  kind: Kind;
  to: string;
  search?: Record<string, string>;
  tone: Tone;
}[] = [
  { kind: "ill", to: paths.system, tone: "bad" },
  { kind: "disk", to: paths.system, tone: "bad" },
  { kind: "jobs", to: paths.system, tone: "bad" },
  { kind: "incidents", to: paths.incidents, tone: "bad" },
  { kind: "stop_requests", to: paths.incidents, tone: "bad" },
  { kind: "failed_campaigns", to: paths.campaigns, search: { status: "ERROR" }, tone: "bad" },
  { kind: "offline", to: paths.devices, search: { show: "offline" }, tone: "wait" },
  { kind: "disputes", to: paths.disputes, tone: "wait" },
  { kind: "reviews_for_a_person", to: paths.reviews, tone: "wait" },
  { kind: "campaigns", to: paths.approvals, search: { show: "campaigns" }, tone: "wait" },
  { kind: "assets", to: paths.approvals, search: { show: "files" }, tone: "wait" },
  { kind: "budget_increases", to: paths.approvals, search: { show: "money" }, tone: "wait" },
  { kind: "credits", to: paths.approvals, search: { show: "money" }, tone: "wait" },
  { kind: "devices", to: paths.devices, search: { show: "waiting" }, tone: "wait" },
  { kind: "clock_troubles", to: paths.devices, search: { show: "clock" }, tone: "wait" },
  { kind: "deliveries", to: paths.system, tone: "wait" },
  { kind: "investigations", to: paths.investigations, tone: "info" },
];

const JOB_READERS: readonly Role[] = [...ADMINS, "AUDITOR"];

/** Those that are so or not, and have no number. */
const SIGNS: ReadonlySet<Kind> = new Set(["ill", "disk"]);

/** What waits for a person, gravest first; each line leads to where it is decided. */
export function Needs({ overview }: { overview: Overview }) {
  const t = useOverviewTexts();
  const { waiting, fleet } = overview;
  const system = useQuery(systemQuery).data;
  const deliveries = useQuery(deadQuery).data ?? 0;
  const { data: jobs = [] } = useQuery({ ...jobsQuery, enabled: useHasRole(JOB_READERS) });
  const counts = {
    ...waiting,
    deliveries,
    jobs: system ? lateJobs(jobs, system.server_time) : 0,
    ill: system && !system.healthy ? 1 : 0,
    disk: system?.disk?.is_nearly_full ? 1 : 0,
    clock_troubles: fleet.clock_troubles,
    offline: fleet.active - fleet.online,
  };
  const open = NEEDS.filter(({ kind }) => counts[kind] > 0);
  if (open.length === 0)
    return (
      <Empty isGood title={t("nothing")}>
        {t("nothingText")}
      </Empty>
    );
  return (
    <nav aria-label={t("needs")}>
      {open.map(({ kind, to, search, tone }) => (
        <Link key={kind} to={to} search={search as never} className={css["need"]}>
          <span className={`${css["needCount"]} ${toneClass(tone)}`}>
            {SIGNS.has(kind) ? "!" : counts[kind]}
          </span>
          <span className={css["needText"]}>{t(`need.${kind}`)}</span>
          <IconChevronRight size={16} />
        </Link>
      ))}
    </nav>
  );
}
