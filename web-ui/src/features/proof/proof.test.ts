import { expect, it } from "vitest";
import { chainOf, checkContents, type Entry } from "./chain";
import { daysOf, isDay, queryOf, rangeOf, runOf } from "./days";
import { shadesOf } from "./heat";

const NOW = Date.parse("2026-02-05T10:00:00Z");

it("a report is of the run unless days were chosen, and never of days that cannot be", () => {
  const run = runOf({ activated_at: "2026-02-01T15:00:00Z" }, NOW);
  expect(run).toEqual({ from: "2026-02-01", to: "2026-02-05" });
  for (const [chosen, wanted] of [
    [{ from: "", to: "" }, run],
    [
      { from: "2026-02-03", to: "" },
      { from: "2026-02-03", to: "2026-02-05" },
    ],
    [
      { from: "2026-02-04", to: "2026-02-03" },
      { from: "2026-02-03", to: "2026-02-03" },
    ],
    [
      { from: "2026-03-01", to: "2027-01-01" },
      { from: "2026-02-05", to: "2026-02-05" },
    ],
    [{ from: "x", to: "2026-02-30" }, run],
    [
      { from: "2020-01-01", to: "" },
      { from: "2025-01-02", to: "2026-02-05" },
    ],
  ] as const) {
    expect(rangeOf(chosen, run, NOW)).toEqual(wanted);
  }
  const over = runOf(
    { activated_at: "2025-12-30T00:00:00Z", completed_at: "2026-01-02T09:00:00Z" },
    NOW,
  );
  expect(daysOf(over)).toEqual(["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-02"]);
  expect(runOf({}, NOW)).toEqual({ from: "2026-02-05", to: "2026-02-05" });
  expect(queryOf({ from: "2026-02-05", to: "2026-02-05" })).toEqual({ date: "2026-02-05" });
  expect(isDay("2026-02-30")).toBe(false);
});

function entry(part: Partial<Entry>): Entry {
  return {
    date: "2026-02-05",
    number: 0,
    kind: "RECORD",
    generated_at: "2026-02-06T00:00:00Z",
    impressions: 1,
    rejected: 0,
    under_review: 0,
    duration_seconds: 15,
    cost: "0.1",
    hash: "a",
    previous_hash: "0".repeat(64),
    ...part,
  };
}

it("records are linked in the order in which they were cut, not by their days", () => {
  const chain = chainOf([
    entry({
      number: 1,
      kind: "LATE",
      generated_at: "2026-02-07T00:00:00Z",
      hash: "b",
      previous_hash: "a",
    }),
    entry({
      date: "2026-02-06",
      generated_at: "2026-02-07T00:00:00Z",
      hash: "c",
      previous_hash: "b",
    }),
    entry({
      date: "2026-02-09",
      generated_at: "2026-02-10T00:00:00Z",
      hash: "e",
      previous_hash: "d",
    }),
    entry({}),
  ]);
  expect(chain.map(({ entry: { hash }, link }) => hash + link)).toEqual([
    "afirst",
    "bholds",
    "cholds",
    "eoutside",
  ]);
});

it("a hash is computed from the bytes, not believed", async () => {
  const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
  const checked = await checkContents([
    { hash: abc, content: btoa("abc") },
    { hash: "00", content: btoa("abc") },
    { hash: "11", content: "no base64" },
  ]);
  expect([...checked.values()]).toEqual([true, false, false]);
});

it("the busiest hour is darkest, and an hour without a play has no shade", () => {
  expect(
    shadesOf([
      [0, 5],
      [10, 1],
    ]),
  ).toEqual([
    [0, 0.54],
    [1, 0.172],
  ]);
  expect(shadesOf([[0], [0]])).toEqual([[0], [0]]);
});
