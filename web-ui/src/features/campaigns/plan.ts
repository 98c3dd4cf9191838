import type { Campaign } from "../../api/catalog";
import { type Decimal, toNumber } from "../../lib/decimal";
import { spentAt } from "../../lib/spent";

/** A moment in milliseconds and an amount; inexact, for drawing only. */
export type Point = readonly [at: number, amount: number];

type Snapshot = { at: string; remaining_budget: Decimal };

/** What was spent at each full hour. */
export function spentPoints(campaign: Campaign, rows: readonly Snapshot[]): Point[] {
  const spent = spentAt(campaign, rows);
  return rows.map(({ at }, place) => [Date.parse(at), toNumber(spent[place] ?? "0")]);
}

/** An even pace over the run, drawn as far as now or its end. */
export function planned(campaign: Campaign, now = Date.now()): Point[] {
  const { start_date, end_date, budget } = campaign;
  if (!start_date || !end_date || !budget) return [];
  const [start, end] = [Date.parse(start_date), Date.parse(end_date)];
  const until = Math.min(end, Math.max(start, now));
  const amount = (toNumber(budget) * (until - start)) / Math.max(1, end - start);
  return [
    [start, 0],
    [until, amount],
  ];
}
