import type { Tone } from "../../ui/tone";
import type { Incident, StoppedDevice } from "./queries";

/** What happened or will happen, by name. */
export type MomentName =
  | "frozenFrom"
  | "stopped"
  | "firstDark"
  | "allDark"
  | "due"
  | "overdue"
  | "resolved";

export type StoryMoment = { name: MomentName; at: string; tone: Tone; isAhead: boolean };

const SECOND = 1000;

/** The incident as it went, in the order of time; what is still to come is marked. */
export function storyOf(incident: Incident, now: number): StoryMoment[] {
  const stopped = Date.parse(incident.stopped_at);
  const dark = darkSeconds(incident.devices);
  const after = (seconds: number) => new Date(stopped + seconds * SECOND).toISOString();
  const [first] = dark;
  const last = dark.at(-1);
  const isOpen = incident.status === "OPEN";
  const found: [MomentName, string | null | undefined, Tone][] = [
    ["frozenFrom", incident.frozen_from, "info"],
    ["stopped", incident.stopped_at, "bad"],
    ["firstDark", first !== undefined && dark.length > 1 ? after(first) : null, "wait"],
    ["allDark", incident.is_dark && last !== undefined ? after(last) : null, "good"],
    ["due", isOpen ? incident.investigation_due_at : null, "wait"],
    ["overdue", isOpen ? incident.overdue_since : null, "bad"],
    ["resolved", incident.resolved_at, "good"],
  ];
  return found
    .flatMap(([name, at, tone]) => (at ? [{ name, at, tone, isAhead: Date.parse(at) > now }] : []))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
}

/** Seconds from the stop to the dark screen, quickest first. */
export function darkSeconds(devices: readonly StoppedDevice[]): number[] {
  return devices
    .flatMap(({ seconds_to_dark }) =>
      typeof seconds_to_dark === "number" ? [seconds_to_dark] : [],
    )
    .sort((a, b) => a - b);
}

/** How many screens were dark after so many seconds, as steps from the stop on. */
export function darkCurve(devices: readonly StoppedDevice[]): [seconds: number, dark: number][] {
  return [[0, 0], ...darkSeconds(devices).map((at, place): [number, number] => [at, place + 1])];
}

/** The worst screen of each store says how the store stands. */
export function toneOfStore(states: readonly StoppedDevice["state"][]): Tone {
  if (states.includes("FAILED")) return "bad";
  if (states.includes("WAITING")) return "wait";
  return states.includes("UNREACHABLE") ? "quiet" : "good";
}
