import { expect, it } from "vitest";
import { differenceOf, sortOf } from "./differences";

it("tells lists apart item by item", () => {
  expect(differenceOf("a, b, c", "b, c, d")).toEqual({
    kind: "list",
    gone: ["a"],
    come: ["d"],
    kept: 2,
  });
  expect(differenceOf('["MON","TUE"]', '["TUE"]')).toEqual({
    kind: "list",
    gone: ["MON"],
    come: [],
    kept: 1,
  });
});

it("lists what came to nothing only where it is a list for certain", () => {
  const [a, b] = ["01a1d234-3800-7490-8694-fd12214f5a07", "01a1fac2-4c80-7ec7-84be-2c72cce9a6fe"];
  expect(differenceOf(null, `${a} ${b}`)).toMatchObject({ kind: "list", come: [a, b] });
  expect(differenceOf("", "2 stores, $50.00")).toMatchObject({ kind: "value" });
});

it("leaves sentences and single values as they are", () => {
  expect(differenceOf("3000", "3500")).toEqual({ kind: "value", before: "3000", after: "3500" });
  expect(differenceOf(null, " ")).toEqual({ kind: "value", before: null, after: null });
  const sentence = "First of all, stop. Then wait, and look.";
  expect(differenceOf("", sentence)).toEqual({ kind: "value", before: null, after: sentence });
});

it("knows days, moments, amounts, words and ids", () => {
  expect(sortOf("end_date", "2026-11-22T05:00:00Z")).toBe("moment");
  expect(sortOf("date", "2026-11-22")).toBe("day");
  expect(sortOf("budget", "3000.5")).toBe("amount");
  expect(sortOf("slots_per_hour", "12")).toBe("text");
  expect(sortOf("status", "PENDING_APPROVAL")).toBe("word");
  expect(sortOf("country", "VN")).toBe("text");
  expect(sortOf("store_id", "01a1d234-3800-7490-8694-fd12214f5a07")).toBe("id");
});
