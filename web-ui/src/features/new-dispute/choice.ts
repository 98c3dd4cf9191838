import type { Play } from "./queries";
import { daysLeft } from "./window";

/** What the plays are narrowed by; empty means all. */
export type Filter = { day: string; storeId: string; deviceId: string };

/** Why a play cannot be disputed; null where it can. */
export type Hindrance = "notBilled" | "disputed" | "tooOld" | null;

export function hindranceOf(play: Play, now: number): Hindrance {
  if (play.disputed || play.dispute_id) return "disputed";
  if (!play.verified) return "notBilled";
  return daysLeft(play.played_at, now) < 0 ? "tooOld" : null;
}

export function isWanted(play: Play, { day, storeId, deviceId }: Filter): boolean {
  return (
    (day === "" || play.played_at.startsWith(day)) &&
    (storeId === "" || play.store_id === storeId) &&
    (deviceId === "" || play.device_id === deviceId)
  );
}
