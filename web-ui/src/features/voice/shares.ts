import type { Schema } from "../../api/client";
import { add, compare, type Decimal, subtract } from "../../lib/decimal";

export type ShareRow = Schema<"ShareRow">;

/** What one campaign or one buyer was promised and got; shares in percent. */
export type Share = {
  key: string;
  name: string;
  promised: Decimal;
  delivered: Decimal;
  offeredPlays: number;
  deliveredPlays: number;
  capSkips: number;
};

const ZERO: Decimal = "0";

/** Rows joined by what `groupOf` says of their campaign; shares of one whole add up. */
export function sharesBy(
  rows: readonly ShareRow[],
  groupOf: (row: ShareRow) => { key: string; name: string },
): Share[] {
  const groups = new Map<string, Share>();
  for (const row of rows) {
    const { key, name } = groupOf(row);
    const before = groups.get(key) ?? nothing(key, name);
    groups.set(key, {
      ...before,
      promised: add(before.promised, row.promised_share_pct),
      delivered: add(before.delivered, row.delivered_share_pct),
      offeredPlays: before.offeredPlays + row.offered_plays,
      deliveredPlays: before.deliveredPlays + row.delivered_plays,
      capSkips: before.capSkips + row.daily_cap_skips,
    });
  }
  return [...groups.values()].sort(
    (a, b) => compare(b.delivered, a.delivered) || compare(b.promised, a.promised),
  );
}

function nothing(key: string, name: string): Share {
  return {
    key,
    name,
    promised: ZERO,
    delivered: ZERO,
    offeredPlays: 0,
    deliveredPlays: 0,
    capSkips: 0,
  };
}

export function differenceOf({ promised, delivered }: Share): Decimal {
  return subtract(delivered, promised);
}

/** Points apart from which on a difference is worth a look. */
const APART: Decimal = "5";

/** Whether somebody got clearly less or more than promised. */
export function isApart(share: Share): boolean {
  const difference = differenceOf(share);
  return compare(difference, APART) >= 0 || compare(difference, subtract(ZERO, APART)) <= 0;
}

/** Who plays how much where: the stores with most plays, the names that play most. */
export type Grid = {
  columns: { key: string; name: string }[];
  rows: { store: string; plays: number; shares: Map<string, Decimal> }[];
};

export function gridOf(
  rows: readonly ShareRow[],
  groupOf: (row: ShareRow) => { key: string; name: string },
  most: { columns: number; rows: number },
): Grid {
  const columns = sharesBy(rows, groupOf)
    .toSorted((a, b) => b.deliveredPlays - a.deliveredPlays)
    .filter(({ deliveredPlays }) => deliveredPlays > 0)
    .slice(0, most.columns)
    .map(({ key, name }) => ({ key, name }));
  const stores = new Map<string, { plays: number; shares: Map<string, Decimal> }>();
  for (const row of rows) {
    const id = row.store_id;
    if (!id) continue;
    const store = stores.get(id) ?? { plays: 0, shares: new Map<string, Decimal>() };
    const { key } = groupOf(row);
    store.plays += row.delivered_plays;
    store.shares.set(key, add(store.shares.get(key) ?? ZERO, row.delivered_share_pct));
    stores.set(id, store);
  }
  return {
    columns,
    rows: [...stores]
      .map(([store, found]) => ({ store, ...found }))
      .filter(({ plays }) => plays > 0)
      .sort((a, b) => b.plays - a.plays)
      .slice(0, most.rows),
  };
}

const DAY_MS = 86_400_000;

/** The UTC days of a report that ends today. */
export function lastDays(days: number, now: number): { from: string; to: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(now - (days - 1) * DAY_MS), to: day(now) };
}
