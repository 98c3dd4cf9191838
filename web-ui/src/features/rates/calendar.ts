/** A day of a month on the calendar; `date` as the API writes it. */
export type CalendarDay = { date: string; day: number; isWeekend: boolean };

/** Weeks of a month, Monday first; null where the week belongs to another month. */
export function weeksOf(year: number, month: number): (CalendarDay | null)[][] {
  const days = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const cells: (CalendarDay | null)[] = Array.from({ length: before }, () => null);
  for (let day = 1; day <= days; day += 1) {
    const at = new Date(Date.UTC(year, month, day));
    const date = at.toISOString().slice(0, 10);
    cells.push({ date, day, isWeekend: at.getUTCDay() % 6 === 0 });
  }
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

/** Countries that have holidays or stores, in order. */
export function countriesOf(lists: readonly (readonly string[])[]): string[] {
  return [...new Set(lists.flat())].sort();
}
