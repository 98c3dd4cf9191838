import { expect, it } from "vitest";
import type { Campaign } from "../../api/catalog";
import { keptOut, matches, type Rule, wouldKeepOut } from "./rules";

function campaign(part: Partial<Campaign>): Campaign {
  const base = {
    id: "c",
    name: "Birra d'autunno",
    description: "Per le serate lunghe",
    brand_name: "Torrealta",
    category: "FOOD_BEVERAGE",
    status: "ACTIVE",
    target_stores: ["s"],
    content_assets: ["f"],
    blocked_stores: [],
  };
  return { ...base, ...part } as unknown as Campaign;
}

const FLAGS = new Map([["f", ["ALCOHOL"]]]);

it.each([
  ["BRAND", "torrealta ", true],
  ["BRAND", "Torre", false],
  ["CATEGORY", "food_beverage", true],
  ["CATEGORY", "ALCOHOL", true],
  ["CATEGORY", "TOBACCO", false],
  ["KEYWORD", "AUTUNNO", true],
  ["KEYWORD", "serate", true],
  ["KEYWORD", "inverno", false],
  ["KEYWORD", " ", false],
] as const)("a rule for %s “%s” keeps it out: %s", (rule_type, blocked_value, expected) => {
  expect(matches({ rule_type, blocked_value }, campaign({}), FLAGS)).toBe(expected);
});

it("only campaigns that may still show something in these stores are counted", () => {
  const rule = { rule_type: "BRAND", blocked_value: "Torrealta" } as const;
  const count = (part: Partial<Campaign>) => wouldKeepOut(rule, ["s"], [campaign(part)], []).length;
  expect(count({})).toBe(1);
  expect(count({ status: "COMPLETED" })).toBe(0);
  expect(count({ target_stores: ["other"] })).toBe(0);
});

it("a rule has kept out what the appliance says of its store and value", () => {
  const rule = { rule_type: "BRAND", blocked_value: "Torrealta", store_id: "s" } as Rule;
  const block = { store_id: "s", store_name: "S", reason: "Brand blocked: Torrealta" };
  expect(keptOut(rule, [campaign({ blocked_stores: [block] })])).toHaveLength(1);
  expect(keptOut(rule, [campaign({ blocked_stores: [{ ...block, store_id: "t" }] })])).toEqual([]);
  const other = { ...block, reason: "Keyword blocked: Torrealta" };
  expect(keptOut(rule, [campaign({ blocked_stores: [other] })])).toEqual([]);
});
