import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useHasRole } from "../../api/session";
import { sayDays } from "../../lib/dates";
import { ADMINS } from "../../lib/roles";
import { useLanguage } from "../../lib/texts";
import { Action } from "../../ui/action";
import { type Column, DataTable } from "../../ui/data-table";
import { Loaded } from "../../ui/states";
import { Ago, Moment } from "../../ui/values";
import { type Job, jobsQuery, useLiveJobs, useRunJob } from "./queries";
import { readSchedule } from "./schedule";
import css from "./system.module.css";
import { type SystemSay, useSystemTexts } from "./texts";

/** What runs by itself: when it ran, what came of it, when it runs again. */
export function Jobs() {
  useLiveJobs();
  const t = useSystemTexts();
  const language = useLanguage();
  const jobs = useQuery(jobsQuery);
  const columns = useMemo<Column<Job>[]>(
    () => [
      {
        id: "name",
        title: t("job"),
        cell: (job) => (
          <div className={css["name"]}>
            <b>{jobName(t, job.name)}</b>
            <span className={css["muted"]}>{scheduleText(t, job.schedule)}</span>
          </div>
        ),
      },
      {
        id: "last",
        title: t("lastRun"),
        cell: ({ last_slot }) => (last_slot ? <Ago at={last_slot} /> : t("neverRan")),
      },
      {
        id: "result",
        title: t("result"),
        cell: ({ last_result }) => (
          <span className={css["text"]}>{last_result ? sayDays(last_result, language) : "–"}</span>
        ),
      },
      {
        id: "next",
        wide: true,
        title: t("nextRun"),
        cell: ({ next_slot }) => (next_slot ? <Moment at={next_slot} named={false} /> : "–"),
      },
      { id: "run", title: "", align: "right", cell: (job) => <Run job={job} /> },
    ],
    [t, language],
  );
  return (
    <Loaded query={jobs}>
      {(rows) => (
        <DataTable label={t("jobs")} columns={columns} rows={rows} rowKey={({ name }) => name} />
      )}
    </Loaded>
  );
}

function Run({ job }: { job: Job }) {
  const t = useSystemTexts();
  const run = useRunJob();
  const mayRun = useHasRole(ADMINS);
  const onClick = () =>
    run.mutate(job.name, {
      onSuccess: ({ result }) => notifications.show({ message: t("ran", { result }) }),
    });
  return (
    <Action
      size="compact-sm"
      variant="default"
      loading={run.isPending}
      why={mayRun ? null : t("whyNotAdmin")}
      onClick={onClick}
    >
      {t("run")}
    </Action>
  );
}

const KNOWN = [
  "daily_records",
  "budget_snapshots",
  "payouts",
  "counter_marks",
  "screenshot_retention",
  "chargeback_rates",
] as const;

function jobName(t: SystemSay, name: string): string {
  const known = KNOWN.find((one) => one === name);
  return known ? t(`job.${known}`) : name.replaceAll("_", " ");
}

function scheduleText(t: SystemSay, cron: string): string {
  const schedule = readSchedule(cron);
  const two = (number: number) => String(number).padStart(2, "0");
  switch (schedule.kind) {
    case "daily":
      return t("daily", { time: `${two(schedule.hour)}:${two(schedule.minute)}` });
    case "hourly":
      return t("hourly", { minute: `:${two(schedule.minute)}` });
    case "other":
      return schedule.text;
  }
}
