import type { Tone } from "../../ui/tone";

const DAY_MS = 86_400_000;
/** The appliance reminds so many days before the end. */
const SOON_DAYS = 7;

/** How urgent the end of a licence is; null where there is none. */
export function licenceTone(end: string | null | undefined, now: number): Tone | null {
  if (!end) return null;
  const left = Date.parse(end) - now;
  if (left <= DAY_MS) return "bad";
  return left <= SOON_DAYS * DAY_MS ? "wait" : "quiet";
}

/** The last second of a day that somebody chose, UTC. */
export function endOfDay(day: string): string | null {
  return /^\d{4}-\d\d-\d\d$/.test(day) ? `${day}T23:59:59Z` : null;
}
