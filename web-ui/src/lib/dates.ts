import type { Language } from "./language";

/** The zone of whoever looks; shown where a moment belongs to no store. */
export const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A moment in a zone, the zone named: "21 Nov 2026, 14:05 (Ho Chi Minh)". */
export function formatMoment(iso: string, language: Language, zone = OWN_ZONE): string {
  return `${formatClock(iso, language, zone)} (${zoneName(zone)})`;
}

/** The same without the zone's name, where a heading names it already. */
export function formatClock(iso: string, language: Language, zone = OWN_ZONE): string {
  return format(iso, language, { dateStyle: "medium", timeStyle: "short", timeZone: zone });
}

/** Days that stand in a sentence as 2026-02-05, as the language writes them; references stay. */
export function sayDays(text: string, language: Language): string {
  return text.replace(/(?<![\w-])\d{4}-\d\d-\d\d(?![\w-])/g, (day) => formatDay(day, language));
}

/** A time of the day alone. */
export function formatTime(iso: string, language: Language, zone = OWN_ZONE): string {
  return format(iso, language, { timeStyle: "short", timeZone: zone });
}

/** A time with seconds, for evidence. */
export function formatExact(iso: string, language: Language, zone = OWN_ZONE): string {
  return format(iso, language, { dateStyle: "medium", timeStyle: "medium", timeZone: zone });
}

/** A day without its year, for axes. */
export function formatDayShort(iso: string, language: Language, zone = "UTC"): string {
  return format(iso, language, { day: "numeric", month: "short", timeZone: zone });
}

/** A day alone: "21 Nov 2026". Days of reports are UTC days. */
export function formatDay(iso: string, language: Language, zone = "UTC"): string {
  return format(iso, language, { dateStyle: "medium", timeZone: zone });
}

/** Names that browsers still give to zones whose cities have other names now. */
const RENAMED: Readonly<Record<string, string>> = {
  "Asia/Saigon": "Ho Chi Minh",
  "Asia/Calcutta": "Kolkata",
  "Asia/Katmandu": "Kathmandu",
  "Asia/Rangoon": "Yangon",
  "Europe/Kiev": "Kyiv",
};

/** "Ho Chi Minh" of "Asia/Ho_Chi_Minh". */
export function zoneName(zone: string): string {
  const renamed = RENAMED[zone];
  if (renamed !== undefined) return renamed;
  return (zone.split("/").at(-1) ?? zone).replaceAll("_", " ");
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
];

/** "3 minutes ago", "in 2 hours". */
export function formatAgo(iso: string, now: number, language: Language): string {
  const seconds = Math.round((Date.parse(iso) - now) / 1000);
  const [unit, size] = STEPS.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  const words = new Intl.RelativeTimeFormat(language, { numeric: "auto", style: "short" });
  return words.format(Math.trunc(seconds / size), unit);
}

/** A length of time in its two largest units: "2 h 5 min". */
export function formatDuration(seconds: number, language: Language): string {
  const parts: string[] = [];
  let left = Math.max(0, Math.round(seconds));
  for (const [unit, size] of STEPS) {
    const count = Math.floor(left / size);
    if (count > 0 && parts.length < 2) parts.push(unitWords(count, unit, language));
    left -= count * size;
  }
  return parts.length > 0 ? parts.join(" ") : unitWords(0, "second", language);
}

function unitWords(count: number, unit: string, language: Language): string {
  const style = { style: "unit", unit, unitDisplay: "short" } as const;
  return new Intl.NumberFormat(language, style).format(count);
}

function format(iso: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const moment = new Date(iso);
  if (Number.isNaN(moment.getTime())) return iso;
  const key = language + JSON.stringify(options);
  const known = kept.get(key) ?? new Intl.DateTimeFormat(locale(language), options);
  kept.set(key, known);
  return known.format(moment);
}

/** Making one is slow, and long tables ask for the same ones again and again. */
const kept = new Map<string, Intl.DateTimeFormat>();

/** English dates are written day first, as in the two other languages. */
function locale(language: Language): string {
  return language === "en" ? "en-GB" : language;
}
