import { expect, it } from "vitest";
import type { Payout, Wallet } from "./queries";
import { aheadOf, lastDay, paidDays } from "./timeline";

const payout = (created_at: string, amount: `${number}`, clawback: `${number}` = "0") =>
  ({ created_at, amount, clawback }) as Payout;

it("adds payouts of a day and puts the days in order", () => {
  const rows = [
    payout("2026-02-14T00:00:00Z", "55.5"),
    payout("2026-02-13T00:00:00Z", "60", "5"),
    payout("2026-02-14T00:00:00Z", "0.25", "1"),
  ];
  expect(paidDays(rows)).toEqual([
    { day: "2026-02-13", paid: "60", kept: "5", payouts: 1 },
    { day: "2026-02-14", paid: "55.75", kept: "1", payouts: 2 },
  ]);
  expect(paidDays(rows, 1)).toHaveLength(1);
});

it("adds what waits in several wallets, also while one is loading", () => {
  const wallet: Wallet = {
    owner_id: "s1",
    owner_type: "SUPPLIER",
    currency: "USD",
    available_balance: "10",
    pending_balance: "120.5",
    clawback_balance: "2",
    next_payout: {
      at: "2026-02-15T00:00:00Z",
      amount: "70",
      waiting: [
        { reason: "IN_HOLD", amount: "40" },
        { reason: "DISPUTED", amount: "10.5" },
      ],
    },
  };
  expect(aheadOf([wallet, undefined, wallet])).toEqual({
    at: "2026-02-15T00:00:00Z",
    next: "140",
    pending: "241",
    owed: "4",
    available: "20",
    waiting: { IN_HOLD: "80", BELOW_MINIMUM: "0", DISPUTED: "21", FROZEN: "0", OWED: "0" },
  });
});

it("names the last day inside a period", () =>
  expect(lastDay("2026-02-15T00:00:00Z").slice(0, 10)).toBe("2026-02-14"));
