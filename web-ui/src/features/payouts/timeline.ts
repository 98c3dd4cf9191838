import { add, type Decimal } from "../../lib/decimal";
import type { Payout, Wallet } from "./queries";

export type Reason = NonNullable<Wallet["next_payout"]>["waiting"][number]["reason"];
export const REASONS = [
  "IN_HOLD",
  "BELOW_MINIMUM",
  "DISPUTED",
  "FROZEN",
  "OWED",
] as const satisfies readonly Reason[];

/** What was paid and kept back on a UTC day. */
export type PaidDay = { day: string; paid: Decimal; kept: Decimal; payouts: number };

/** What is known of what comes. */
export type Ahead = {
  at: string | null;
  next: Decimal;
  pending: Decimal;
  owed: Decimal;
  available: Decimal;
  waiting: Record<Reason, Decimal>;
};

/** Payouts by the UTC day they were made, oldest first, the newest `most` days. */
export function paidDays(payouts: readonly Payout[], most = 30): PaidDay[] {
  const days = new Map<string, PaidDay>();
  for (const { created_at, amount, clawback } of payouts) {
    const day = created_at.slice(0, 10);
    const before = days.get(day) ?? { day, paid: "0", kept: "0", payouts: 0 };
    days.set(day, {
      day,
      paid: add(before.paid, amount),
      kept: add(before.kept, clawback),
      payouts: before.payouts + 1,
    });
  }
  return [...days.values()].sort((a, b) => a.day.localeCompare(b.day)).slice(-most);
}

/** What waits in several wallets together. */
export function aheadOf(wallets: readonly (Wallet | undefined)[]): Ahead {
  const ahead: Ahead = {
    at: null,
    next: "0",
    pending: "0",
    owed: "0",
    available: "0",
    waiting: { IN_HOLD: "0", BELOW_MINIMUM: "0", DISPUTED: "0", FROZEN: "0", OWED: "0" },
  };
  for (const wallet of wallets) {
    if (!wallet) continue;
    ahead.pending = add(ahead.pending, wallet.pending_balance ?? "0");
    ahead.owed = add(ahead.owed, wallet.clawback_balance ?? "0");
    ahead.available = add(ahead.available, wallet.available_balance);
    const next = wallet.next_payout;
    if (!next) continue;
    ahead.at = next.at;
    ahead.next = add(ahead.next, next.amount);
    for (const { reason, amount } of next.waiting) {
      ahead.waiting[reason] = add(ahead.waiting[reason], amount);
    }
  }
  return ahead;
}

/** The last UTC day of a span whose end is not inside. */
export function lastDay(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}
