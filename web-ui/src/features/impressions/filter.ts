import { z } from "zod";
import { addressText } from "../../lib/route";
import type { Play } from "./queries";

export const STATUSES = ["ALL", "VERIFIED", "UNDER_REVIEW", "REJECTED"] as const;
export type StatusName = (typeof STATUSES)[number];

/** What stands in the address of the list. */
export const ADDRESS = z.object({
  campaign: z.string().catch(""),
  status: z.enum(STATUSES).catch("ALL"),
  store: z.string().catch(""),
  day: addressText,
  picture: z.boolean().catch(false),
});
export type Filter = z.infer<typeof ADDRESS>;

/** Whether a play is among those that are wanted; the day is that of the store's own clock. */
export function isWanted(play: Play, filter: Filter, zoneOf: (storeId: string) => string): boolean {
  const { status, store, day, picture } = filter;
  if (status !== "ALL" && play.status !== status) return false;
  if (store !== "" && play.store_id !== store) return false;
  if (picture && !play.proof_available) return false;
  return day === "" || localDay(play.played_at, zoneOf(play.store_id ?? "")) === day;
}

/** Whether anything but the campaign was chosen. */
export function isFiltered({ status, store, day, picture }: Filter): boolean {
  return status !== "ALL" || store !== "" || day !== "" || picture;
}

const days = new Map<string, Intl.DateTimeFormat>();

/** "2026-02-05" of a moment in a zone. */
export function localDay(iso: string, timeZone: string): string {
  const known = days.get(timeZone) ?? new Intl.DateTimeFormat("sv-SE", { timeZone });
  days.set(timeZone, known);
  return known.format(new Date(iso));
}
