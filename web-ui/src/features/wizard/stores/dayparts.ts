import type { Daypart } from "../values";

export const DAYS = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"] as const;
export type Day = (typeof DAYS)[number];

/** Which of the 7 × 24 hours the windows touch, as shares 0 to 1 of each hour; none: all. */
export function weekOf(windows: readonly Daypart[]): number[][] {
  const week = DAYS.map(() =>
    Array.from({ length: 24 }, (): number => (windows.length === 0 ? 1 : 0)),
  );
  for (const { days, from, to } of windows) {
    const [start, end] = [minutes(from), minutes(to)];
    if (start === null || end === null || start === end) continue;
    const last = end > start ? end : end + 1440;
    for (const day of days) {
      const first = (DAYS as readonly string[]).indexOf(day);
      if (first < 0) continue;
      for (let hour = Math.floor(start / 60); hour * 60 < last; hour += 1) {
        const part = (Math.min(last, hour * 60 + 60) - Math.max(start, hour * 60)) / 60;
        const row = week[(first + Math.floor(hour / 24)) % 7];
        if (row) row[hour % 24] = Math.min(1, (row[hour % 24] ?? 0) + part);
      }
    }
  }
  return week;
}

/** Hours of the week that the windows leave. */
export function hoursOf(windows: readonly Daypart[]): number {
  const all = weekOf(windows).flat();
  return Math.round(all.reduce((sum, part) => sum + part, 0) * 10) / 10;
}

function minutes(time: string): number | null {
  const match = /^(\d\d):(\d\d)$/.exec(time);
  return match ? Number(match[1]) * 60 + Number(match[2]) : null;
}

export const WORKDAYS: readonly Day[] = DAYS.slice(0, 5);

/** Windows that people ask for often. */
export const PRESETS = {
  allHours: [],
  daytime: [{ days: [...DAYS], from: "08:00", to: "20:00" }],
  evenings: [{ days: [...DAYS], from: "17:00", to: "22:00" }],
  lunch: [{ days: [...WORKDAYS], from: "11:00", to: "14:00" }],
  weekends: [{ days: ["SAT", "SUN"], from: "00:00", to: "24:00" }],
} satisfies Record<string, readonly Daypart[]>;
