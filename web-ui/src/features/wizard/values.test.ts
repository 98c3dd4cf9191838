import { expect, it } from "vitest";
import type { Campaign } from "../../api/catalog";
import { Problem } from "../../api/problem";
import { forbidden, isStoreFixed, listChange, raiseOf } from "./edit/checks";
import { moved, toggled } from "./order";
import { differs, patchOf, readCount, type Values, valuesOf } from "./values";
import { sideOf, warningsOf } from "./warnings";

const CAMPAIGN = {
  id: "c",
  name: "Autumn",
  description: null,
  brand_name: "Sao Mai",
  category: "FASHION_APPAREL",
  budget: "1500",
  remaining_budget: "200",
  daily_cap: null,
  start_date: "2026-12-01T00:00:00Z",
  end_date: "2026-12-14T23:59:59Z",
  impression_goal: null,
  priority: 5,
  content_assets: ["a", "b"],
  dayparts: [],
  target_stores: ["s", "t"],
  targeting_criteria: null,
  blocked_stores: [{ store_id: "t", store_name: "T", reason: "Brand" }],
  edit_rules: {
    budget: "INCREASE_ONLY",
    start_date: "DELAY_ONLY",
    end_date: "EXTEND_ONLY",
    target_stores: "ADD_STORES",
  },
} as unknown as Campaign;

const always = () => true;
const stored = valuesOf(CAMPAIGN);
const having = (part: Partial<Values>): Values => ({ ...stored, ...part });

it("what stands already is not sent again, however it is written", () => {
  expect(patchOf(CAMPAIGN, stored, always)).toEqual({});
  const same = having({ budget: "1,500.00", name: " Autumn ", priority: null });
  expect(patchOf(CAMPAIGN, same, always)).toEqual({});
});

it("sends what differs, and clears what may be empty", () => {
  const next = having({
    budget: "2.000,50",
    daily_cap: "100",
    content_assets: ["b", "a"],
    priority: 6,
    category: "",
  });
  expect(patchOf(CAMPAIGN, next, always)).toEqual({
    budget: "2000.50",
    daily_cap: "100",
    content_assets: ["b", "a"],
    priority: 6,
  });
  const capped = { ...CAMPAIGN, daily_cap: "50", impression_goal: 7 } as unknown as Campaign;
  expect(patchOf(capped, stored, always)).toEqual({ daily_cap: null, impression_goal: null });
});

it("leaves out what is not in order", () => {
  const next = having({ name: "x", budget: "7" });
  expect(patchOf(CAMPAIGN, next, (field) => field !== "name")).toEqual({ budget: "7" });
});

it("a priority that follows from the budget is none of one's own", () => {
  expect(stored.priority).toBeNull();
  expect(valuesOf({ ...CAMPAIGN, priority: 7 }).priority).toBe(7);
});

it("reads counts with thousands", () => {
  expect(readCount("10,000")).toBe(10_000);
  expect(readCount("10.000")).toBe(10_000);
  expect(readCount("12")).toBe(12);
  expect(readCount("1.5")).toBeNull();
});

it("tells what a status forbids", () => {
  const against = (part: Partial<Values>) => forbidden(CAMPAIGN, having(part));
  expect(against({})).toEqual({});
  expect(against({ budget: "1499" })).toEqual({ budget: "INCREASE_ONLY" });
  expect(against({ budget: "1549.99" })).toEqual({ budget: "INCREASE_LEAST" });
  expect(against({ budget: "1550" })).toEqual({});
  expect(against({ start_date: "2026-11-30" })).toEqual({ start_date: "DELAY_ONLY" });
  expect(against({ end_date: "2026-12-13" })).toEqual({ end_date: "EXTEND_ONLY" });
  const empty = { ...CAMPAIGN, remaining_budget: "0" } as Campaign;
  expect(forbidden(empty, having({ end_date: "2026-12-20" }))).toEqual({ end_date: "NO_MONEY" });
  expect(forbidden(empty, having({ end_date: "2026-12-20", budget: "1600" }))).toEqual({});
  expect(raiseOf(CAMPAIGN, having({ budget: "1,600.25" }))).toBe("100.25");
});

it("only stores that block may leave", () => {
  expect(isStoreFixed(CAMPAIGN, "s")).toBe(true);
  expect(isStoreFixed(CAMPAIGN, "t")).toBe(false);
  expect(isStoreFixed(CAMPAIGN, "new")).toBe(false);
  expect(listChange(["a", "b"], ["b", "c"])).toEqual({ added: ["c"], removed: ["a"] });
});

it("keeps the order that somebody gave", () => {
  expect(moved(["a", "b", "c"], 2, -1)).toEqual(["a", "c", "b"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(toggled(["a", "b"], "a")).toEqual(["b"]);
  expect(differs("content_assets", stored, having({ content_assets: ["b", "a"] }))).toBe(true);
});

it("reads the warnings of a submission", () => {
  const similar = {
    code: "SIMILAR_CAMPAIGN",
    message: "Similar campaign detected: Old",
    campaign_id: "o",
    name: "Old",
    status: "ACTIVE",
    store_overlap_percent: 80,
    comparison: [{ field: "dates", is_common: true, submitted: null, existing: null }],
  };
  const conflict = { code: "SCHEDULE_CONFLICT", message: "closed", store_name: "S" };
  const problem = (error: string) =>
    new Problem(422, error, "m", [], null, { warnings: [similar, conflict, conflict] });
  const found = warningsOf(problem("ACKNOWLEDGEMENT_REQUIRED"));
  expect(found?.similar.map(({ name }) => name)).toEqual(["Old"]);
  expect(found?.others.length).toBe(2);
  expect(found?.codes).toEqual(["SIMILAR_CAMPAIGN", "SCHEDULE_CONFLICT"]);
  expect(warningsOf(problem("VALIDATION_FAILED"))).toBeNull();
});

it("reads both sides of a comparison", () => {
  expect(sideOf([{ id: "1", name: "A" }])).toEqual({ as: "names", names: ["A"] });
  expect(sideOf({ count: 3 })).toEqual({ as: "count", count: 3 });
  expect(sideOf({ from: "x", to: null })).toEqual({ as: "dates", from: "x", to: "" });
  expect(sideOf("Sao Mai")).toEqual({ as: "text", text: "Sao Mai" });
  expect(sideOf(null)).toEqual({ as: "text", text: "–" });
});
