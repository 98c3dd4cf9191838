import { expect, it } from "vitest";
import { spentAt } from "./spent";

const rows = (...left: `${number}`[]) =>
  left.map((remaining_budget, at) => ({ at: `2026-02-05T0${at}:00:00Z`, remaining_budget }));

it("what remained tells what was spent, the first part of an hour too", () =>
  expect(spentAt({ budget: "100", remaining_budget: "80" }, rows("97.9", "97.9", "85"))).toEqual([
    "2.1",
    "2.1",
    "15",
  ]));

it("a top-up is not spent, neither before nor after it", () => {
  const topped = { budget: "600", remaining_budget: "570" } as const;
  expect(spentAt(topped, rows("99", "90", "590", "580"))).toEqual(["1", "10", "10", "20"]);
  const just = { budget: "600", remaining_budget: "590" } as const;
  expect(spentAt(just, rows("99", "90"))).toEqual(["1", "10"]);
});

it("the refund at the end is not spent", () =>
  expect(spentAt({ budget: "100", remaining_budget: "0" }, rows("99", "60"))).toEqual(["1", "40"]));

it("nothing known, nothing spent", () => {
  expect(spentAt({ budget: null, remaining_budget: "0" }, [])).toEqual([]);
  expect(spentAt({ budget: null, remaining_budget: "5" }, rows("7"))).toEqual(["0"]);
});
