import { expect, it } from "vitest";
import { daysUntil, shareOfTime } from "./days";

it("counts days back over the ends of months and years", () => {
  expect(daysUntil("2026-03-01", 3)).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"]);
  expect(daysUntil("2026-01-01", 2)).toEqual(["2025-12-31", "2026-01-01"]);
  expect(daysUntil("2028-03-01", 2)).toEqual(["2028-02-29", "2028-03-01"]);
});

it("shares time, never above all of it", () => {
  const now = Date.parse("2026-02-05T12:00:00Z");
  expect(shareOfTime(3600, "2026-02-05T10:00:00Z", now)).toBe(0.5);
  expect(shareOfTime(99_999, "2026-02-05T10:00:00Z", now)).toBe(1);
  expect(shareOfTime(0, "2026-02-05T11:59:30Z", now)).toBeNull();
});
