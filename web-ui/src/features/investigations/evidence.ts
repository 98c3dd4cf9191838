import type { Schema } from "../../api/client";
import type { Case } from "../../api/investigation";
import type { Tone } from "../../ui/tone";

export type Cause = Schema<"Cause">;
export const CAUSES: readonly Cause[] = [
  "STORE_DEVICE_ISSUES",
  "BLOCKING_RULE_CHANGES",
  "PLATFORM_FAULT",
  "FORCE_MAJEURE",
];

/** What a piece of the evidence says: the name of its sentence and how much it weighs. */
export type Sign = { name: SignName; tone: Tone };
type SignName =
  | "blockedAll"
  | "blockedSome"
  | "blockedNone"
  | "neverBegan"
  | "beganLate"
  | "beganInTime"
  | "noScreens"
  | "heardNone"
  | "heardSome"
  | "heardAll"
  | "offline"
  | "onlineAlways"
  | "neverOffered"
  | "offered"
  | "allRejected"
  | "noneCame";

/** Seconds by which a campaign begins late without anybody noticing. */
const LATE = 60;

/** What the appliance knows about the run, piece by piece, in the order of the run. */
export function signsOf({ evidence, suggested_cause }: Case): Sign[] {
  return [
    beginOf(evidence.late_seconds ?? null),
    blockOf(evidence),
    screensOf(evidence),
    offlineOf(evidence.offline_seconds, suggested_cause),
    evidence.offers === 0
      ? { name: "neverOffered", tone: "wait" }
      : { name: "offered", tone: "info" },
    rejectedOf(evidence) === 0
      ? { name: "noneCame", tone: "quiet" }
      : { name: "allRejected", tone: "bad" },
  ];
}

type Evidence = Case["evidence"];

/** Plays that came and did not count. */
export function rejectedOf({ rejections }: Evidence): number {
  return Object.values(rejections).reduce((sum, count) => sum + count, 0);
}

/** The part of the time in which the campaign wanted to play and no screen was online, 0 to 1. */
export function offlineShare({ wanted_seconds, offline_seconds }: Evidence): number {
  return wanted_seconds === 0 ? 0 : Math.min(1, offline_seconds / wanted_seconds);
}

function beginOf(late: number | null): Sign {
  if (late === null) return { name: "neverBegan", tone: "bad" };
  return late > LATE ? { name: "beganLate", tone: "wait" } : { name: "beganInTime", tone: "good" };
}

function blockOf({ blocked_stores, target_stores }: Evidence): Sign {
  if (blocked_stores.length === 0) return { name: "blockedNone", tone: "good" };
  return blocked_stores.length >= target_stores
    ? { name: "blockedAll", tone: "bad" }
    : { name: "blockedSome", tone: "wait" };
}

function screensOf({ devices, devices_heard }: Evidence): Sign {
  if (devices === 0) return { name: "noScreens", tone: "bad" };
  if (devices_heard === 0) return { name: "heardNone", tone: "bad" };
  return devices_heard < devices
    ? { name: "heardSome", tone: "wait" }
    : { name: "heardAll", tone: "good" };
}

/** How much time offline is too much is the appliance's to say. */
function offlineOf(seconds: number, cause: Cause): Sign {
  if (seconds === 0) return { name: "onlineAlways", tone: "good" };
  return { name: "offline", tone: cause === "STORE_DEVICE_ISSUES" ? "bad" : "wait" };
}
