/** UTC days, `count` of them, the last one being `today` ("2026-11-21"); oldest first. */
export function daysUntil(today: string, count: number): string[] {
  const last = Date.parse(`${today}T00:00:00Z`);
  return Array.from({ length: count }, (_, at) => {
    const day = new Date(last - (count - 1 - at) * 86_400_000);
    return day.toISOString().slice(0, 10);
  });
}

/** Share of the time since `from` that `seconds` are, 0 to 1; null before a minute has passed. */
export function shareOfTime(seconds: number, from: string, now: number): number | null {
  const all = (now - Date.parse(from)) / 1000;
  return all < 60 ? null : Math.min(1, Math.max(0, seconds / all));
}
