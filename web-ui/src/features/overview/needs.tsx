import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { paths } from "../../lib/paths";
import { Empty } from "../../ui/states";
import { type Tone, toneClass } from "../../ui/tone";
import css from "./overview.module.css";
import type { Overview } from "./queries";
import { useOverviewTexts } from "./texts";

type Kind = Exclude<keyof Overview["waiting"], "reviews"> | "clock_troubles" | "offline";

/** In the order of gravity: where each thing is decided, and how urgent it is. */
const NEEDS: readonly {
  kind: Kind;
  to: string;
  search?: Record<string, string>;
  tone: Tone;
}[] = [
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
  { kind: "investigations", to: paths.approvals, tone: "info" },
];

/** What waits for a person, gravest first; each line leads to where it is decided. */
export function Needs({ overview }: { overview: Overview }) {
  const t = useOverviewTexts();
  const { waiting, fleet } = overview;
  const counts = {
    ...waiting,
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
          <span className={`${css["needCount"]} ${toneClass(tone)}`}>{counts[kind]}</span>
          <span className={css["needText"]}>{t(`need.${kind}`)}</span>
          <IconChevronRight size={16} />
        </Link>
      ))}
    </nav>
  );
}
