import { expect, it } from "vitest";
import { follow, mayDecide, placeIn, step } from "./queue";

const NOTHING: ReadonlySet<string> = new Set();
const first = placeIn(["a", "b", "c"], "all");

it("the first is open from the first draw on, and stays open where others come before it", () => {
  expect(first).toMatchObject({ key: "a", at: 0, lost: null });
  expect(follow(first, ["a", "b", "c"], "all", NOTHING)).toBe(first);
  const moved = follow(first, ["new", "a", "b"], "all", NOTHING);
  expect(moved).toMatchObject({ key: "a", at: 1, lost: null });
  expect(mayDecide(moved, 0, 0)).toBe(true);
});

it("what moves up by another's hand is shown, but not decided by a key", () => {
  const second = step(first, ["a", "b", "c"], 1);
  const after = follow(second, ["a", "c"], "all", NOTHING);
  expect(after).toMatchObject({ key: "c", at: 1, lost: "b" });
  expect(mayDecide(after, 0, 0)).toBe(false);
  expect(mayDecide(step(after, ["a", "c"], -1), 0, 0)).toBe(true);
  // At the end there is nowhere to go: the key says that it was looked at.
  expect(step(after, ["a", "c"], 1)).toMatchObject({ key: "c", lost: null });
});

it("what moves up after the own decision may be decided at once", () => {
  const after = follow(first, ["b", "c"], "all", new Set(["a"]));
  expect(after).toMatchObject({ key: "b", lost: null });
  expect(mayDecide(after, 0, 0)).toBe(true);
});

it("the news may come before the answer to the own decision", () => {
  const news = follow(first, ["b", "c"], "all", NOTHING);
  expect(mayDecide(news, 0, 0)).toBe(false);
  const answered = follow(news, ["b", "c"], "all", new Set(["a"]));
  expect(answered).toMatchObject({ key: "b", lost: null });
  // Not where the next one went by another's hand meanwhile.
  const other = follow(news, ["c"], "all", NOTHING);
  expect(mayDecide(follow(other, ["c"], "all", new Set(["a"])), 0, 0)).toBe(false);
});

it("an empty queue opens what comes, unless its last thing was taken away", () => {
  const empty = placeIn([], "all");
  expect(follow(empty, [], "all", NOTHING)).toBe(empty);
  const came = follow(empty, ["a"], "all", NOTHING);
  expect(came).toMatchObject({ key: "a", lost: null });
  const taken = follow(came, [], "all", NOTHING);
  expect(taken).toMatchObject({ key: null, lost: "a" });
  expect(follow(taken, [], "all", NOTHING)).toBe(taken);
  expect(mayDecide(follow(taken, ["b"], "all", NOTHING), 0, 0)).toBe(false);
});

it("another choice of what is shown begins anew", () => {
  const other = follow(first, ["x", "y"], "person", NOTHING);
  expect(other).toMatchObject({ view: "person", key: "x", lost: null });
  expect(mayDecide(other, 0, 0)).toBe(true);
});

it("what was chosen is decided as long as any of it waits; never the open one in its place", () => {
  const lost = follow(first, ["b", "c"], "all", NOTHING);
  expect(mayDecide(lost, 2, 1)).toBe(true);
  expect(mayDecide(first, 2, 0)).toBe(false);
});
