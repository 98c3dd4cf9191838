import { describe, expect, it } from "vitest";
import { balancePoints, directionOf, lastDays, readAmount } from "./balance";
import type { Statement, StatementLine } from "./queries";

const line = (at: string, available: `${number}`, change: `${number}`, pending?: `${number}`) =>
  ({
    at,
    available_balance: available,
    available_change: change,
    pending_change: pending ?? null,
  }) as StatementLine;

const statement: Statement = {
  owner_id: "a1",
  owner_type: "ADVERTISER",
  currency: "USD",
  from: "2026-02-01",
  to: "2026-02-03",
  opening: { available_balance: "100" },
  closing: { available_balance: "70" },
  lines: [line("2026-02-02T10:00:00Z", "70", "-30")],
};

it("draws the opening, each movement and the closing", () => {
  const points = balancePoints(statement, (b) => b.available_balance, Date.parse("2026-02-10"));
  expect(points).toEqual([
    [Date.parse("2026-02-01"), 100],
    [Date.parse("2026-02-02T10:00:00Z"), 70],
    [Date.parse("2026-02-04"), 70],
  ]);
});

it("never draws beyond now, nor before the last movement", () => {
  const points = balancePoints(
    statement,
    (b) => b.available_balance,
    Date.parse("2026-02-02T09:00:00Z"),
  );
  expect(points.at(-1)?.[0]).toBe(Date.parse("2026-02-02T10:00:00Z"));
});

it.each([
  [line("x", "0", "5"), "in"],
  [line("x", "0", "-5"), "out"],
  [line("x", "0", "5", "-5"), "none"],
  [line("x", "0", "0", "0.0001"), "in"],
])("knows which way money went (%#)", (given, way) => expect(directionOf(given)).toBe(way));

it("counts days with today", () =>
  expect(lastDays(7, Date.parse("2026-02-07T23:00:00Z"))).toEqual({
    from: "2026-02-01",
    to: "2026-02-07",
  }));

describe("amounts that people type", () => {
  it.each([
    ["50", "50"],
    [" 12,5 ", "12.5"],
    ["0.01", "0.01"],
    ["0", null],
    ["-3", null],
    ["1.005", null],
    ["1,000.00", null],
    ["", null],
    ["abc", null],
  ])("reads %j as %j", (text, amount) => expect(readAmount(text)).toBe(amount));
});
