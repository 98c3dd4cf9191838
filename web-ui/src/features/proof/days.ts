const DAY = 86_400_000;
/** Days of one report at most. */
export const MOST_DAYS = 400;
/** Days whose hours are shown one by one. */
export const MOST_ROWS = 31;

/** First and last UTC day of a report, as "2026-02-05". */
export type Range = { from: string; to: string };

/** What a person chose; empty texts stand for the campaign's whole run. */
export type Chosen = { from: string; to: string };

export function dayOf(moment: string | number): string {
  return new Date(moment).toISOString().slice(0, 10);
}

export function shift(day: string, days: number): string {
  return dayOf(Date.parse(day) + days * DAY);
}

export function isDay(text: string): boolean {
  return (
    /^\d{4}-\d\d-\d\d$/.test(text) &&
    !Number.isNaN(Date.parse(text)) &&
    dayOf(Date.parse(text)) === text
  );
}

type Run = {
  activated_at?: string | null;
  start_date?: string | null;
  completed_at?: string | null;
};

/** The days of a campaign's run until today, at most what one report covers, the latest ones. */
export function runOf(campaign: Run, now: number): Range {
  const today = dayOf(now);
  const end = campaign.completed_at ? dayOf(Date.parse(campaign.completed_at)) : today;
  const to = earlier(end, today);
  const start = campaign.activated_at ?? campaign.start_date;
  const from = start ? dayOf(Date.parse(start)) : to;
  const earliest = shift(to, 1 - MOST_DAYS);
  return { from: later(earlier(from, to), earliest), to };
}

/** The days that a report is of: what was chosen, put right where it cannot be reported. */
export function rangeOf(chosen: Chosen, run: Range, now: number): Range {
  const today = dayOf(now);
  const to = isDay(chosen.to) ? earlier(chosen.to, today) : run.to;
  const from = isDay(chosen.from) ? earlier(chosen.from, to) : earlier(run.from, to);
  const earliest = shift(to, 1 - MOST_DAYS);
  return { from: later(from, earliest), to };
}

function earlier(a: string, b: string): string {
  return a.localeCompare(b) < 0 ? a : b;
}

function later(a: string, b: string): string {
  return earlier(a, b) === a ? b : a;
}

/** All days of a range, oldest first. */
export function daysOf({ from, to }: Range): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => shift(from, at));
}

/** What the API asks for: a report of one day has its record beside its supplements. */
export function queryOf({ from, to }: Range): { date: string } | Range {
  return from === to ? { date: from } : { from, to };
}
