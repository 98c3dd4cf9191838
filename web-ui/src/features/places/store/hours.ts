import type { Schema } from "../../../api/client";

export const WEEKDAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
export type Weekday = (typeof WEEKDAYS)[number];
export type Window = { id: string; days: Weekday[]; from: string; to: string };
/** Open from and to, minutes of the day; `to` is not inside. */
export type Span = readonly [from: number, to: number];

const DAY = 24 * 60;

/** Minutes of "18:30"; 24:00 is the end of the day. */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

/** When each weekday is open; a window past midnight goes on the next day. Nothing means always. */
export function openSpans(windows: readonly Schema<"Daypart">[]): Record<Weekday, Span[]> {
  const week = Object.fromEntries(WEEKDAYS.map((day) => [day, [] as Span[]])) as Record<
    Weekday,
    Span[]
  >;
  if (windows.length === 0) for (const day of WEEKDAYS) week[day].push([0, DAY]);
  for (const { days, from, to } of windows) {
    const [start, end] = [minutesOf(from), minutesOf(to)];
    for (const day of days) {
      if (start < end) {
        week[day].push([start, end]);
      } else {
        week[day].push([start, DAY]);
        if (end > 0) week[after(day)].push([0, end]);
      }
    }
  }
  for (const day of WEEKDAYS) week[day].sort(([a], [b]) => a - b);
  return week;
}

function after(day: Weekday): Weekday {
  return WEEKDAYS[(WEEKDAYS.indexOf(day) + 1) % WEEKDAYS.length] ?? "MON";
}

/** Weekday and minute of a moment in a zone. */
export function localTime(at: number, zone: string): { day: Weekday; minute: number } {
  const parts = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  }).formatToParts(at);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  const day = WEEKDAYS.find((one) => one === part("weekday").toUpperCase()) ?? "MON";
  return { day, minute: minutesOf(`${part("hour")}:${part("minute")}`) };
}

export function isOpenAt(
  windows: readonly Schema<"Daypart">[],
  { day, minute }: { day: Weekday; minute: number },
): boolean {
  return openSpans(windows)[day].some(([from, to]) => minute >= from && minute < to);
}

/** "Mon" in the language that is on. */
export function dayName(day: Weekday, language: string): string {
  // 2024 began on a Monday.
  const date = new Date(Date.UTC(2024, 0, 1 + WEEKDAYS.indexOf(day)));
  return new Intl.DateTimeFormat(language, { weekday: "short", timeZone: "UTC" }).format(date);
}
