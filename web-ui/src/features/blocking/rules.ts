import type { Campaign } from "../../api/catalog";
import type { Schema } from "../../api/client";

export type Rule = Schema<"BlockingRuleView">;
export type RuleType = Schema<"RuleType">;
type Asset = Schema<"AssetView">;

export const RULE_TYPES: readonly RuleType[] = ["BRAND", "CATEGORY", "KEYWORD"];

export const FLAGS = ["ALCOHOL", "TOBACCO", "GAMBLING", "ADULT"] as const;
export const CATEGORIES = [
  "FOOD_BEVERAGE",
  "ELECTRONICS",
  "FASHION_APPAREL",
  "HEALTH_BEAUTY",
  "HOME_GARDEN",
  "AUTOMOTIVE",
  "ENTERTAINMENT",
  "FINANCIAL_SERVICES",
  "TELECOM",
  "OTHER",
] as const satisfies readonly Schema<"Category">[];

/** What the appliance writes of a block, by what the rule compares. */
const SAID: Record<RuleType, string> = { BRAND: "Brand", CATEGORY: "Category", KEYWORD: "Keyword" };

type Compared = Pick<Rule, "rule_type" | "blocked_value">;

/** Statuses in which nothing is shown any more. */
const OVER: readonly Campaign["status"][] = ["COMPLETED", "CANCELLED", "EXPIRED", "REJECTED"];

export function isOver({ status }: Campaign): boolean {
  return OVER.includes(status);
}

/** The campaigns that a rule of a store keeps out, as the appliance has judged them. */
export function keptOut(
  { rule_type, blocked_value, store_id }: Rule,
  campaigns: readonly Campaign[],
): Campaign[] {
  const said = `${SAID[rule_type]} blocked: ${blocked_value}`;
  return campaigns.filter(
    (campaign) =>
      !isOver(campaign) &&
      campaign.blocked_stores.some((block) => block.store_id === store_id && block.reason === said),
  );
}

/** The campaigns for these stores that a rule would keep out, before it is made. */
export function wouldKeepOut(
  rule: Compared,
  storeIds: readonly string[],
  campaigns: readonly Campaign[],
  assets: readonly Asset[],
): Campaign[] {
  if (rule.blocked_value.trim() === "") return [];
  const flags = new Map(assets.map(({ id, scan_flags }) => [id, scan_flags]));
  return campaigns.filter(
    (campaign) =>
      !isOver(campaign) &&
      campaign.target_stores.some((id) => storeIds.includes(id)) &&
      matches(rule, campaign, flags),
  );
}

/** Letters match in either case: a whole brand, a category or flag, a piece of the words. */
export function matches(
  { rule_type, blocked_value }: Compared,
  campaign: Campaign,
  flags: ReadonlyMap<string, readonly string[]>,
): boolean {
  const value = blocked_value.trim().toLowerCase();
  const brand = (campaign.brand_name ?? "").trim().toLowerCase();
  switch (rule_type) {
    case "BRAND":
      return value !== "" && brand === value;
    case "CATEGORY": {
      const found = campaign.content_assets.flatMap((id) => flags.get(id) ?? []);
      return [campaign.category ?? "", ...found].some((word) => word.toLowerCase() === value);
    }
    case "KEYWORD": {
      const text = [campaign.name, campaign.description, campaign.brand_name].filter(Boolean);
      return value !== "" && text.join(" ").toLowerCase().includes(value);
    }
  }
}
