import { expect, it } from "vitest";
import { dayName, isOpenAt, localTime, openSpans } from "./hours";

it("takes no hours for always open", () => {
  const week = openSpans([]);
  expect(week.MON).toEqual([[0, 1440]]);
  expect(week.SUN).toEqual([[0, 1440]]);
});

it("carries a window over midnight, also from Sunday to Monday", () => {
  const week = openSpans([
    { days: ["SUN"], from: "18:00", to: "02:30" },
    { days: ["MON"], from: "09:00", to: "17:00" },
    { days: ["TUE"], from: "10:00", to: "00:00" },
  ]);
  expect(week.SUN).toEqual([[1080, 1440]]);
  expect(week.MON).toEqual([
    [0, 150],
    [540, 1020],
  ]);
  expect(week.TUE).toEqual([[600, 1440]]);
  expect(week.WED).toEqual([]);
});

it("knows whether a store is open by its own clock", () => {
  // Saturday 23:30 in UTC is Sunday 06:30 in Ho Chi Minh.
  const local = localTime(Date.parse("2026-11-21T23:30:00Z"), "Asia/Ho_Chi_Minh");
  expect(local).toEqual({ day: "SUN", minute: 390 });
  expect(isOpenAt([{ days: ["SUN"], from: "06:00", to: "22:00" }], local)).toBe(true);
  expect(isOpenAt([{ days: ["SAT"], from: "06:00", to: "22:00" }], local)).toBe(false);
});

it("names weekdays from Monday on", () => {
  expect(dayName("MON", "en")).toBe("Mon");
  expect(dayName("SUN", "it")).toBe("dom");
});
