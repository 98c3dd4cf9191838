import { expect, it } from "vitest";
import { weeksOf } from "./calendar";
import {
  cardBefore,
  changeOf,
  firstDay,
  hoursOf,
  percentOf,
  type RateCard,
  readRate,
  writeRate,
} from "./prices";

it("percent of a rate loses no digit", () => {
  expect(percentOf("50", 120)).toBe("60");
  expect(percentOf("33.33", 130)).toBe("43.329");
  expect(percentOf(percentOf("0.01", 150), 90)).toBe("0.0135");
});

it("rates are read as amounts are, with finer ones beside", () => {
  const table: [string, string | null][] = [
    ["50", "50"],
    [" 50.5 ", "50.5"],
    ["50,50", "50.50"],
    ["1.500", "1500"],
    ["1.500,25", "1500.25"],
    ["33.3333", "33.3333"],
    ["33,3333", "33.3333"],
    ["0", null],
    ["0,00", null],
    ["-5", null],
    ["", null],
    ["1,2,3", null],
  ];
  for (const [text, expected] of table) expect([text, readRate(text)]).toEqual([text, expected]);
  for (const rate of ["50", "0.5", "43.32", "43.329", "0.0135"] as const) {
    expect(Number(readRate(writeRate(rate)))).toBe(Number(rate));
  }
});

it("changes are told against the card before", () => {
  expect(changeOf("50", "55")).toBeCloseTo(0.1);
  expect(changeOf(undefined, "55")).toBeNull();
  const cards = [3, 1, 2].map((version) => ({ version }) as RateCard);
  expect(cardBefore({ version: 3 } as RateCard, cards)?.version).toBe(2);
  expect(cardBefore({ version: 1 } as RateCard, cards)).toBeUndefined();
});

it("peak hours end before their end, also past midnight", () => {
  expect([...hoursOf(["11:00-14:00", "17:00-19:00"])]).toEqual([11, 12, 13, 17, 18]);
  expect([...hoursOf(["22:00-02:00"])]).toEqual([22, 23, 0, 1]);
  expect([...hoursOf(["10:30-12:00"])]).toEqual([10, 11]);
});

it("a month has whole weeks from Monday on", () => {
  const weeks = weeksOf(2026, 1);
  expect(weeks).toHaveLength(5);
  expect(weeks[0]?.slice(0, 6)).toEqual([null, null, null, null, null, null]);
  expect(weeks[0]?.[6]).toEqual({ date: "2026-02-01", day: 1, isWeekend: true });
  expect(weeksOf(2024, 1).flat().filter(Boolean)).toHaveLength(29);
});

it("new rates wait for thirty whole days", () => {
  expect(firstDay(Date.parse("2026-02-01T23:59:00Z"))).toBe("2026-03-04");
});
