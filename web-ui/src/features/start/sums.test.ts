import { describe, expect, it } from "vitest";
import type { Campaign } from "../../api/catalog";
import type { Statement } from "./queries";
import { daysUntil, earnedByDay, progressOf, spentByDay, stepOf } from "./sums";

const NOW = Date.parse("2026-02-05T12:00:00Z");

it("counts days back from today", () =>
  expect(daysUntil(NOW, 3)).toEqual(["2026-02-03", "2026-02-04", "2026-02-05"]));

it("adds shares by day and leaves other movements out", () => {
  const line = (at: string, kind: string, amount: string) => ({ at, kind, amount });
  const lines = [
    line("2026-02-04T23:59:00Z", "SUPPLIER_SHARE", "1.5"),
    line("2026-02-04T10:00:00Z", "SUPPLIER_SHARE", "0.25"),
    line("2026-02-04T00:00:00Z", "PAYOUT", "60"),
  ];
  const statement = { lines } as unknown as Statement;
  expect(earnedByDay(statement, ["2026-02-04", "2026-02-05"])).toEqual(["1.75", "0"]);
});

describe("what was spent by day", () => {
  const at = (hour: string, remaining_budget: `${number}`) => ({ at: hour, remaining_budget });
  it("counts the hour before midnight to the day that ends", () => {
    const rows = [
      at("2026-02-04T23:00:00Z", "100"),
      at("2026-02-05T00:00:00Z", "97"),
      at("2026-02-05T01:00:00Z", "96.5"),
    ];
    const days = ["2026-02-04", "2026-02-05"];
    const run = { budget: "102", remaining_budget: "96" } as const;
    expect(spentByDay({ ...run, activated_at: "2026-02-04T22:30:00Z" }, rows, days)).toEqual([
      "5",
      "0.5",
    ]);
    expect(spentByDay({ ...run, activated_at: "2026-02-01T22:30:00Z" }, rows, days)).toEqual([
      "3",
      "0.5",
    ]);
  });
  it("takes a top-up for no spending", () => {
    const rows = [at("2026-02-05T01:00:00Z", "10"), at("2026-02-05T02:00:00Z", "60")];
    const run = {
      budget: "60",
      remaining_budget: "60",
      activated_at: "2026-02-05T00:30:00Z",
    } as const;
    expect(spentByDay(run, rows, ["2026-02-05"])).toEqual(["0"]);
  });
});

const campaign = (over: Partial<Campaign>) =>
  ({
    status: "ACTIVE",
    spent: "25",
    budget: "100",
    start_date: "2026-02-01T00:00:00Z",
    end_date: "2026-02-10T00:00:00Z",
    ...over,
  }) as Campaign;

it("measures spend against time", () => {
  expect(progressOf(campaign({}), NOW)).toEqual({ spent: 0.25, time: 0.5 });
  expect(progressOf(campaign({ budget: null, start_date: null }), NOW)).toEqual({
    spent: 0,
    time: null,
  });
});

it.each([
  [{ status: "DRAFT" }, "finish"],
  [{ status: "DRAFT", requested_changes: "another picture" }, "mend"],
  [{ status: "REJECTED" }, "mend"],
  [{ status: "PAUSED", pause_reason: "BUDGET_EXHAUSTED" }, "topUp"],
  [{ status: "PAUSED", pause_reason: "USER_REQUESTED" }, "resume"],
  [{ status: "PAUSED", pause_reason: "EMERGENCY_STOP" }, "stopped"],
  [{ status: "ERROR" }, "failed"],
  [{ status: "ACTIVE", end_date: "2026-02-06T00:00:00Z" }, "expires"],
  [{ status: "ACTIVE" }, null],
  [{ status: "COMPLETED" }, null],
] as const)("says the next step of %j: %s", (over, step) =>
  expect(stepOf(campaign(over as Partial<Campaign>), NOW)).toBe(step),
);
