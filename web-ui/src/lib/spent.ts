import { add, compare, type Decimal, subtract } from "./decimal";

type Snapshot = { at: string; remaining_budget: Decimal };
type Budgeted = { budget?: Decimal | null; remaining_budget: Decimal };

const above = (from: Decimal, value: Decimal): Decimal => {
  const rest = subtract(from, value);
  return compare(rest, "0") > 0 ? rest : "0";
};

/**
 * What a campaign had spent at each full hour, oldest first, from what remained then. What was added to
 * the budget later is no spending. What an hour with a top-up spent cannot be told from the top-up, and is
 * counted into the first hour.
 */
export function spentAt(
  { budget, remaining_budget }: Budgeted,
  rows: readonly Snapshot[],
): Decimal[] {
  const [first] = rows;
  if (!first) return [];
  const left = [...rows.map((row) => row.remaining_budget), remaining_budget];
  const added = left.map((now, at) => above(now, left[at - 1] ?? now));
  const atFirst = subtract(budget ?? first.remaining_budget, add("0", ...added));
  let spent = above(atFirst, first.remaining_budget);
  return rows.map((row, at) => {
    const before = rows[at - 1];
    if (before) spent = add(spent, above(before.remaining_budget, row.remaining_budget));
    return spent;
  });
}
