import { formatMoment } from "../../lib/dates";
import type { Language } from "../../lib/language";

/** When a day of UTC begins, on the clock of whoever looks, the zone named. */
export function localStart(day: string, language: Language): string {
  return formatMoment(`${day}T00:00:00Z`, language);
}
