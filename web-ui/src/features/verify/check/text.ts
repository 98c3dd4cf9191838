/** Milliseconds of a day. */
const DAY = 86_400_000;
/** The latest moment that is read: the end of 9998. */
const LATEST = 253_370_764_799_999;
const LONGEST_TIME = 40;

const UUIDS = [
  /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i,
  /^\{([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}$/i,
  /^urn:uuid:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i,
  /^([0-9a-f]{32})$/i,
];

/** An id in small hex digits with hyphens; null where the text is none. */
export function parseUuid(text: string): string | null {
  const found = UUIDS.map((pattern) => pattern.exec(text)?.[1]).find((one) => one !== undefined);
  if (found === undefined) return null;
  const digits = found.replaceAll("-", "").toLowerCase();
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

const DATE = String.raw`(\d{4}|[+-]\d{6})(?:-(\d\d)-(\d\d)|(\d\d)(\d\d))`;
const CLOCK = String.raw`(\d\d)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?)?`;
const OFFSET = String.raw`(?:[zZ]|([+-])(\d\d)(?::?(\d\d)(?::?(\d\d))?)?)`;
const NOTES = String.raw`(?:\[[^\]]*\])*`;
const TIME = new RegExp(`^${DATE}[tT ]${CLOCK}${OFFSET}${NOTES}$`);

/** Milliseconds since 1970 of a time with its offset; digits below milliseconds are cut. */
export function parseTime(text: string): number | null {
  const match = text.length <= LONGEST_TIME ? TIME.exec(text) : null;
  if (!match) return null;
  const part = (at: number) => Number(match[at] ?? 0);
  const start = dateOf(part(1), Number(match[2] ?? match[4]), Number(match[3] ?? match[5]));
  if (start === null || !isClock(part(6), part(7), part(8))) return null;
  if (!isClock(part(11), part(12), part(13))) return null;
  const fraction = Number((match[9] ?? "").padEnd(3, "0").slice(0, 3));
  const offset = ms(part(11), part(12), part(13)) * (match[10] === "-" ? -1 : 1);
  // A leap second counts as the one before it.
  const clock = ms(part(6), part(7), Math.min(part(8), 59)) + fraction;
  const moment = start + clock - offset;
  return moment >= 0 && moment <= LATEST ? moment : null;
}

function isClock(hours: number, minutes: number, seconds: number): boolean {
  return hours < 24 && minutes < 60 && seconds <= 60;
}

function ms(hours: number, minutes: number, seconds: number): number {
  return ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

function dateOf(year: number, month: number, dayOfMonth: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, dayOfMonth);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === dayOfMonth;
  return isReal ? date.getTime() : null;
}

/** RFC 3339 in UTC; milliseconds only where they are not zero. */
export function formatTime(moment: number): string {
  const full = new Date(moment).toISOString();
  return moment % 1000 === 0 ? full.replace(".000Z", "Z") : full;
}

/** Days since 1970 of "2026-02-05". */
export function parseDay(text: string): number | null {
  const match = /^(\d{4})-?(\d\d)-?(\d\d)$/.exec(text);
  const start = match && dateOf(Number(match[1]), Number(match[2]), Number(match[3]));
  return start === null ? null : start / DAY;
}

export function formatDay(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

/** The UTC day that a moment lies in. */
export function dayOf(moment: number): number {
  return Math.floor(moment / DAY);
}
