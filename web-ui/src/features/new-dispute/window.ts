/** Plays may be disputed for so many days after they ended. Rule: CHB-01. */
export const WINDOW_DAYS = 30;
const DAY = 86_400_000;

/** Whole days left to dispute something of a moment; below zero where its time is over. */
export function daysLeft(at: string, now: number): number {
  return Math.floor((Date.parse(at) + WINDOW_DAYS * DAY - now) / DAY);
}

/** Reads ids that somebody pasted: one a line, or with commas, quotes or other signs between. */
export function readIds(text: string): string[] {
  const found = text.toLowerCase().match(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g) ?? [];
  return [...new Set(found)];
}

/** The UTC days that can be disputed as missing plays, newest first, as 2026-02-05. */
export function openDays(startDate: string | null | undefined, now: number): string[] {
  if (!startDate) return [];
  const days: string[] = [];
  for (let back = 0; back <= WINDOW_DAYS; back += 1) {
    const day = new Date(now - back * DAY).toISOString().slice(0, 10);
    const end = `${new Date(Date.parse(day) + DAY).toISOString()}`;
    if (day >= startDate.slice(0, 10) && daysLeft(end, now) >= 0) days.push(day);
  }
  return days;
}
