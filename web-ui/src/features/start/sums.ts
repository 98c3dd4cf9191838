import type { Campaign } from "../../api/catalog";
import { add, type Decimal, share, subtract } from "../../lib/decimal";
import { spentAt } from "../../lib/spent";
import type { Snapshot, Statement } from "./queries";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The last so many UTC days, oldest first, today included, as 2026-02-05. */
export function daysUntil(now: number, count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(now - (count - 1 - at) * DAY).toISOString().slice(0, 10),
  );
}

/** A supplier's shares by UTC day of receipt, less what was given back. */
export function earnedByDay(
  statement: Pick<Statement, "lines">,
  days: readonly string[],
): Decimal[] {
  const sums = new Map<string, Decimal>();
  for (const { kind, at, amount } of statement.lines) {
    if (kind !== "SUPPLIER_SHARE") continue;
    const day = at.slice(0, 10);
    sums.set(day, add(sums.get(day) ?? "0", amount));
  }
  return days.map((day) => sums.get(day) ?? "0");
}

type Run = Pick<Campaign, "activated_at" | "budget" | "remaining_budget">;

/** What a campaign spent on each day, from what remained at full hours; a top-up is no spending. */
export function spentByDay(
  run: Run,
  snapshots: readonly Pick<Snapshot, "at" | "remaining_budget">[],
  days: readonly string[],
): Decimal[] {
  const sums = new Map<string, Decimal>();
  const spent = spentAt(run, snapshots);
  // Where older hours are not known, what was spent before the first one is of no day.
  const isWhole = Date.parse(snapshots[0]?.at ?? "") - Date.parse(run.activated_at ?? "") <= HOUR;
  for (const [place, { at }] of snapshots.entries()) {
    const before = place === 0 ? (isWhole ? "0" : spent[0]) : spent[place - 1];
    const part = subtract(spent[place] ?? "0", before ?? "0");
    // A snapshot at 00:00 tells what the last hour of the day before spent.
    const day = new Date(Date.parse(at) - 1).toISOString().slice(0, 10);
    sums.set(day, add(sums.get(day) ?? "0", part));
  }
  return days.map((day) => sums.get(day) ?? "0");
}

/** Part of the budget spent and part of the time passed, 0 to 1. */
export function progressOf(
  {
    spent,
    budget,
    start_date,
    end_date,
  }: Pick<Campaign, "spent" | "budget" | "start_date" | "end_date">,
  now: number,
): { spent: number; time: number | null } {
  const [start, end] = [Date.parse(start_date ?? ""), Date.parse(end_date ?? "")];
  const isTimed = end > start;
  return {
    spent: share(spent, budget ?? "0"),
    time: isTimed ? Math.min(1, Math.max(0, (now - start) / (end - start))) : null,
  };
}

/** What a person should do next about a campaign; null where nothing waits. */
export type Step = "finish" | "mend" | "topUp" | "resume" | "failed" | "stopped" | "expires";

export function stepOf(campaign: Campaign, now: number): Step | null {
  const { status, pause_reason, requested_changes, rejection_reason, end_date } = campaign;
  if (status === "REJECTED" || (status === "DRAFT" && (requested_changes || rejection_reason))) {
    return "mend";
  }
  if (status === "DRAFT") return "finish";
  if (status === "ERROR") return "failed";
  if (status === "PAUSED") {
    if (pause_reason === "EMERGENCY_STOP" || pause_reason === "POLICY_VIOLATION") return "stopped";
    const isPoor = pause_reason === "BUDGET_EXHAUSTED" || pause_reason === "INSUFFICIENT_BUDGET";
    return isPoor ? "topUp" : "resume";
  }
  const left = Date.parse(end_date ?? "") - now;
  return status === "ACTIVE" && left > 0 && left < 2 * DAY ? "expires" : null;
}
