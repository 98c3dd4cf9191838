import type { Campaign } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import { readAmount } from "../../../lib/amount";
import { compare, type Decimal, subtract } from "../../../lib/decimal";
import { type Field, type Values, valuesOf } from "../values";

export type EditRule = Schema<"EditRule">;

/** What the rule of a field in this status forbids; the texts have a sentence for each. */
export type Forbidden =
  | "INCREASE_ONLY"
  | "INCREASE_LEAST"
  | "DELAY_ONLY"
  | "EXTEND_ONLY"
  | "NO_MONEY";

/** An increase is at least so much. */
export const LEAST_RAISE: Decimal = "50";

export function ruleOf(campaign: Campaign, field: Field): EditRule {
  const rules: Partial<Record<string, EditRule>> = campaign.edit_rules;
  return rules[field] ?? "READ_ONLY";
}

/** By how much the form raises the budget; null where it does not. */
export function raiseOf(campaign: Campaign, values: Values): Decimal | null {
  const [before, after] = [campaign.budget, readAmount(values.budget)];
  if (!before || after === null) return null;
  const more = subtract(after, before);
  return compare(more, "0") > 0 ? more : null;
}

/** What of the form the status does not let through, as far as it can be told beforehand. */
export function forbidden(campaign: Campaign, values: Values): Partial<Record<Field, Forbidden>> {
  const before = valuesOf(campaign);
  const found: Partial<Record<Field, Forbidden>> = {};
  const budget = readAmount(values.budget);
  if (ruleOf(campaign, "budget") === "INCREASE_ONLY" && campaign.budget && budget !== null) {
    const raise = raiseOf(campaign, values);
    if (compare(budget, campaign.budget) < 0) found.budget = "INCREASE_ONLY";
    else if (raise !== null && compare(raise, LEAST_RAISE) < 0) found.budget = "INCREASE_LEAST";
  }
  if (ruleOf(campaign, "start_date") === "DELAY_ONLY" && values.start_date < before.start_date) {
    found.start_date = "DELAY_ONLY";
  }
  if (ruleOf(campaign, "end_date") === "EXTEND_ONLY") {
    if (values.end_date < before.end_date) found.end_date = "EXTEND_ONLY";
    const isLonger = values.end_date > before.end_date;
    const isEmpty = compare(campaign.remaining_budget, "0") <= 0;
    if (isLonger && isEmpty && raiseOf(campaign, values) === null) found.end_date = "NO_MONEY";
  }
  return found;
}

/** Whether a store may not be taken out: only those that block the campaign may. */
export function isStoreFixed(campaign: Campaign, id: string): boolean {
  if (ruleOf(campaign, "target_stores") !== "ADD_STORES") return false;
  const blocks = campaign.blocked_stores.some(({ store_id }) => store_id === id);
  return campaign.target_stores.includes(id) && !blocks;
}

/** What joined a list and what left it. */
export function listChange(before: readonly string[], after: readonly string[]) {
  return {
    added: after.filter((id) => !before.includes(id)),
    removed: before.filter((id) => !after.includes(id)),
  };
}
