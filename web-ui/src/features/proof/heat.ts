/** The least shade of an hour with a play, so that it is seen. */
const LEAST = 0.08;

/** How dark each cell is, 0 to 1, the highest number darkest; zero stays without a shade. */
export function shadesOf(rows: readonly (readonly number[])[]): number[][] {
  const most = Math.max(0, ...rows.flat());
  const shade = (count: number) =>
    count === 0 ? 0 : Math.round((LEAST + (1 - LEAST) * (count / most)) * 1000) / 1000;
  return rows.map((row) => row.map(shade));
}

export const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, "0"));

/** Counts of the 24 hours; hours without a play are left out of answers. */
export function hoursOf(counts: Readonly<Record<string, number>>): number[] {
  return HOURS.map((hour) => counts[hour] ?? 0);
}
