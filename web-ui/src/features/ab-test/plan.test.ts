import { expect, it } from "vitest";
import { evenWeights, firstPlan, type Planned, wrongOf } from "./plan";

const plan = (...variants: Partial<Planned>[]): Planned[] =>
  variants.map((one, at) => ({ name: `V${at}`, weight: 50, assets: [String(at)], ...one }));

it("takes what the appliance takes", () => {
  expect(wrongOf(plan({}, {}))).toBeNull();
  expect(wrongOf(plan({ weight: 60 }, {}))).toBe("WEIGHTS");
  expect(wrongOf(plan({ weight: 95 }, { weight: 5 }))).toBe("WEIGHT");
  expect(wrongOf(plan({ assets: [] }, {}))).toBe("EMPTY");
  expect(wrongOf(plan({ assets: ["a", "b"] }, { assets: ["b", "a"] }))).toBe("TWINS");
  expect(wrongOf(plan({ assets: ["a", "b"] }, { assets: ["b"] }))).toBeNull();
  expect(wrongOf(plan({ name: " " }, {}))).toBe("NAME");
});

it("weights are even and sum to a hundred", () => {
  for (const count of [2, 3, 4]) {
    expect(evenWeights(count).reduce((a, b) => a + b)).toBe(100);
  }
  expect(evenWeights(3)).toEqual([34, 33, 33]);
});

it("begins with a variant for each file, two to four", () => {
  const files = ["a", "b", "c", "d", "e"].map((id) => ({ id, name: id }));
  expect(firstPlan(files).map(({ assets }) => assets)).toEqual([["a"], ["b"], ["c"], ["d"]]);
  expect(firstPlan(files.slice(0, 1))).toHaveLength(2);
});
