import { expect, it } from "vitest";
import { type Code, days, defaultPriority, priorities, problemsOf } from "./rules";
import { BLANK, type Field, type Values } from "./values";

const GOOD: Values = {
  ...BLANK,
  name: "Tết 2027",
  brand_name: "Sao Mai",
  category: "FASHION_APPAREL",
  budget: "1,500",
  start_date: "2026-12-01",
  end_date: "2026-12-14",
  content_assets: ["a"],
  target_stores: ["s"],
};

it("objects as the appliance does", () => {
  const table: [Partial<Values>, Field, Code | undefined][] = [
    [{}, "name", undefined],
    [{ name: " ab " }, "name", "NAME_LENGTH"],
    [{ name: "é".repeat(100) }, "name", undefined],
    [{ name: "😀".repeat(101) }, "name", "NAME_LENGTH"],
    [{ description: "x".repeat(501) }, "description", "TEXT_LENGTH"],
    [{ brand_name: "" }, "brand_name", "REQUIRED"],
    [{ brand_name: "x" }, "brand_name", "BRAND_LENGTH"],
    [{ category: "" }, "category", "REQUIRED"],
    [{ budget: "99.99" }, "budget", "BUDGET_MIN"],
    [{ budget: "100" }, "budget", undefined],
    [{ budget: "1,000,000.01" }, "budget", "BUDGET_MAX"],
    [{ budget: "much" }, "budget", "NO_AMOUNT"],
    [{ daily_cap: "9.99" }, "daily_cap", "CAP_MIN"],
    [{ daily_cap: "1500.01" }, "daily_cap", "CAP_MAX"],
    [{ daily_cap: "1500" }, "daily_cap", undefined],
    [{ start_date: "2026-12-15" }, "start_date", "ORDER"],
    [{ start_date: "2026-12-14" }, "start_date", undefined],
    [{ end_date: "2027-11-30" }, "end_date", undefined],
    [{ end_date: "2027-12-01" }, "end_date", "DURATION"],
    [{ impression_goal: "0" }, "impression_goal", "NO_COUNT"],
    [{ impression_goal: "10,000" }, "impression_goal", undefined],
    [{ content_assets: [] }, "content_assets", "ASSETS_MIN"],
    [{ content_assets: Array.from({ length: 11 }, String) }, "content_assets", "ASSETS_MAX"],
    [{ target_stores: [] }, "target_stores", "STORES_MIN"],
    [{ target_stores: Array.from({ length: 1001 }, String) }, "target_stores", "STORES_MAX"],
    [{ dayparts: [{ days: [], from: "08:00", to: "09:00" }] }, "dayparts", "WINDOW"],
    [{ dayparts: [{ days: ["MON"], from: "08:00", to: "08:00" }] }, "dayparts", "WINDOW"],
    [{ dayparts: [{ days: ["MON"], from: "22:00", to: "02:00" }] }, "dayparts", undefined],
  ];
  for (const [part, field, code] of table) {
    const found = problemsOf({ ...GOOD, ...part }, true)[field];
    expect([part, field, found]).toEqual([part, field, code]);
  }
});

it("asks a draft for nothing but a name", () => {
  expect(problemsOf({ ...BLANK, name: "abc" }, false)).toEqual({});
  expect(Object.keys(problemsOf(BLANK, true)).length).toBe(8);
});

it("criteria need at least one", () => {
  const none = { regions: [], categories: [], min_foot_traffic: null, near: null };
  expect(problemsOf({ ...GOOD, criteria: none }, true).criteria).toBe("NO_CRITERION");
  const some = { ...none, min_foot_traffic: 0 };
  expect(problemsOf({ ...GOOD, target_stores: [], criteria: some }, true)).toEqual({});
});

it("gives the budget its priority", () => {
  const table = [
    ["499.99", 3],
    ["500", 5],
    ["1999.99", 5],
    ["2000", 7],
    ["10000", 7],
    ["10000.01", 9],
  ] as const;
  for (const [budget, priority] of table) expect(defaultPriority(budget)).toBe(priority);
  expect(priorities("100")).toEqual([1, 2, 3, 4, 5]);
  expect(priorities("20000")).toEqual([7, 8, 9, 10]);
});

it("counts first and last day", () => {
  expect(days("2026-02-01", "2026-02-28")).toBe(28);
  expect(days("2026-02-01", "2026-02-01")).toBe(1);
});
