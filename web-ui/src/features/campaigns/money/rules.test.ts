import { expect, it } from "vitest";
import { isSame, pricingOf, refusal } from "./rules";

it("adds at least fifty, and no more than the wallet has", () => {
  expect(refusal("49.99", "1000")).toBe("needMore");
  expect(refusal("fifty", "1000")).toBe("needMore");
  expect(refusal("50", "1000")).toBeNull();
  expect(refusal("1,000.01", "1000")).toBe("tooMuch");
  expect(refusal("1,000.01", undefined)).toBeNull();
});

it("a contract needs a price above zero, up to a thousand", () => {
  expect(pricingOf({ mode: "RATE_CARD", cpm: "12" })).toEqual({ mode: "RATE_CARD" });
  expect(pricingOf({ mode: "FIXED_CPM", cpm: "12.5" })).toEqual({ mode: "FIXED_CPM", cpm: "12.5" });
  for (const cpm of ["", "0", "1000.01"]) {
    expect(pricingOf({ mode: "FIXED_CPM", cpm }), cpm).toBeNull();
  }
});

it("knows what is no change", () => {
  const card = { mode: "RATE_CARD" } as const;
  const contract = { mode: "FIXED_CPM", cpm: "12.50" } as const;
  expect(isSame(card, { mode: "RATE_CARD" })).toBe(true);
  expect(isSame(contract, { mode: "RATE_CARD" })).toBe(false);
  expect(isSame(contract, { mode: "FIXED_CPM", cpm: "12.5" })).toBe(true);
  expect(isSame(contract, { mode: "FIXED_CPM", cpm: "13" })).toBe(false);
  expect(isSame(card, null)).toBe(false);
});
