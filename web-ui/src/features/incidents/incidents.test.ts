import { expect, it } from "vitest";
import type { Incident, StoppedDevice } from "./queries";
import { darkCurve, storyOf, toneOfStore } from "./story";

const device = (seconds: number | null): StoppedDevice => ({
  device_id: null,
  online_at_stop: true,
  state: seconds === null ? "UNREACHABLE" : "DARK",
  seconds_to_dark: seconds,
});

function incident(part: Partial<Incident>): Incident {
  const base = {
    status: "OPEN",
    stopped_at: "2026-02-05T10:00:00Z",
    frozen_from: "2026-01-29T10:00:00Z",
    investigation_due_at: "2026-02-06T10:00:00Z",
    is_dark: true,
    devices: [device(4.5), device(0.5)],
  };
  return { ...base, ...part } as Incident;
}

const names = (one: Incident, now: string) =>
  storyOf(one, Date.parse(now)).map(({ name, isAhead }) => (isAhead ? `${name}…` : name));

it("an open stop leads to its investigation", () => {
  expect(names(incident({}), "2026-02-05T12:00:00Z")).toEqual([
    "frozenFrom",
    "stopped",
    "firstDark",
    "allDark",
    "due…",
  ]);
  const late = incident({ overdue_since: "2026-02-06T10:00:00.001Z" });
  expect(names(late, "2026-02-07T00:00:00Z").slice(-2)).toEqual(["due", "overdue"]);
});

it("a resolved one ends there, and screens that never answered are not called dark", () => {
  const over = incident({
    status: "RESOLVED",
    resolved_at: "2026-02-05T13:00:00Z",
    is_dark: false,
    devices: [device(2), device(null)],
  });
  expect(names(over, "2026-02-07T00:00:00Z")).toEqual(["frozenFrom", "stopped", "resolved"]);
});

it("the curve rises by one with every dark screen", () => {
  expect(darkCurve([device(4.5), device(null), device(0.5)])).toEqual([
    [0, 0],
    [0.5, 1],
    [4.5, 2],
  ]);
});

it("the worst screen colours its store", () => {
  expect(toneOfStore(["DARK", "DARK"])).toBe("good");
  expect(toneOfStore(["DARK", "UNREACHABLE"])).toBe("quiet");
  expect(toneOfStore(["UNREACHABLE", "WAITING"])).toBe("wait");
  expect(toneOfStore(["WAITING", "FAILED"])).toBe("bad");
});
