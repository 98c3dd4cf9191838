import { describe, expect, it } from "vitest";
import { daysLeft, openDays, readIds } from "./window";

describe("the window of 30 days", () => {
  const now = Date.parse("2026-03-07T10:00:00Z");
  it.each([
    ["2026-03-07T10:00:00Z", 30],
    ["2026-02-05T10:00:00Z", 0],
    ["2026-02-05T09:59:59Z", -1],
  ])("leaves to a play of %s %d days", (at, days) => expect(daysLeft(at, now)).toBe(days));

  it("lists days of the campaign only", () => {
    expect(openDays("2026-03-05T00:00:00Z", now)).toEqual([
      "2026-03-07",
      "2026-03-06",
      "2026-03-05",
    ]);
    expect(openDays("2025-01-01T00:00:00Z", now).at(-1)).toBe("2026-02-05");
    expect(openDays(null, now)).toEqual([]);
  });
});

it("reads pasted ids whatever stands between them", () => {
  const id = "0198a000-0000-7000-8000-000000000001";
  expect(readIds(`"${id.toUpperCase()}", ${id};\nnothing`)).toEqual([id]);
  expect(readIds("")).toEqual([]);
});
