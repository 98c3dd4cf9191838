import { SegmentedControl } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import { formatDayShort } from "../../lib/dates";
import { formatCount } from "../../lib/numbers";
import { useLanguage } from "../../lib/texts";
import { Bars } from "../../ui/bars";
import { Panel } from "../../ui/panel";
import { Empty, Loading, ProblemState } from "../../ui/states";
import { daysOf, MOST_ROWS, type Range } from "./days";
import { HOURS, hoursOf } from "./heat";
import { HeatMap } from "./heat-map";
import css from "./proof.module.css";
import { type Report, reportQuery } from "./queries";
import { useProofTexts } from "./texts";

const CLOCKS = ["local", "utc"] as const;
type Clock = (typeof CLOCKS)[number];
type Props = { id: string; range: Range; report: Report };

/** When it was played: hours of all days together, and day by day. */
export function HoursPanels({ id, range, report }: Props) {
  const t = useProofTexts();
  const [clock, setClock] = useState<Clock>("local");
  const aside = (
    <SegmentedControl
      size="xs"
      value={clock}
      onChange={(value) => setClock(value === "utc" ? "utc" : "local")}
      data={CLOCKS.map((one) => ({ value: one, label: t(`clock.${one}`) }))}
    />
  );
  return (
    <div className={css["halves"]}>
      <Panel title={t("hours")} aside={aside}>
        <Hours counts={countsOf(report, clock)} clock={clock} />
      </Panel>
      <Panel title={t(clock === "local" ? "heatLocal" : "heatUtc")}>
        <DayByDay id={id} range={range} clock={clock} />
      </Panel>
    </div>
  );
}

function countsOf(report: Report, clock: Clock) {
  return clock === "local" ? report.hourly_breakdown_local : report.hourly_breakdown;
}

function Hours({ counts, clock }: { counts: Record<string, number>; clock: Clock }) {
  const t = useProofTexts();
  const language = useLanguage();
  const values = hoursOf(counts);
  const most = Math.max(...values);
  if (most === 0) return <Empty title={t("noPlays")}>{t("noPlaysText")}</Empty>;
  const bars = values.map((value, hour) => {
    const name = HOURS[hour] ?? "";
    const values = { hour: name, plays: formatCount(value, language), clock: t(`clock.${clock}`) };
    return { key: name, name, value, title: t("hourTitle", values) };
  });
  const busiest = HOURS[values.indexOf(most)] ?? "";
  return (
    <Bars
      height={210}
      bars={bars}
      label={t("hoursLabel", { hour: busiest, plays: most, clock: t(`clock.${clock}`) })}
      format={(value) => formatCount(value, language)}
    />
  );
}

/** The answers tell hours of all days together, so the days are asked for one by one. */
function DayByDay({ id, range, clock }: { id: string; range: Range; clock: Clock }) {
  const t = useProofTexts();
  const language = useLanguage();
  const all = daysOf(range);
  const days = all.slice(-MOST_ROWS);
  const queries = useQueries({
    queries: days.map((day) => reportQuery(id, { from: day, to: day })),
  });
  const problem = queries.find(({ error, data }) => error !== null && data === undefined);
  if (problem?.error) {
    return <ProblemState problem={problem.error} retry={() => void problem.refetch()} />;
  }
  if (queries.some(({ isPending }) => isPending)) return <Loading lines={6} />;
  const rows = queries.map(({ data }, at) => ({
    day: days[at] ?? "",
    name: formatDayShort(days[at] ?? "", language),
    counts: data ? hoursOf(countsOf(data, clock)) : [],
  }));
  return (
    <>
      <HeatMap rows={rows} clock={t(`clock.${clock}`)} />
      {all.length > days.length && (
        <p className={css["muted"]}>{t("lastDays", { days: MOST_ROWS, all: all.length })}</p>
      )}
    </>
  );
}
