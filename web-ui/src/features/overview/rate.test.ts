import { expect, it } from "vitest";
import { nothingHeard, rateOf, withPlays } from "./rate";

const OPENED = Date.parse("2026-02-05T02:00:00.400Z");
/** So many seconds after the page was opened. */
const after = (seconds: number) => OPENED + seconds * 1000;

/** What was heard with so many plays in each of these seconds. */
function heard(plays: number, from: number, to: number) {
  let all = nothingHeard(OPENED);
  for (let second = from; second < to; second += 1) all = withPlays(all, plays, after(second));
  return all;
}

it("without a play the rate is 0, and not unknown for good", () => {
  const silence = nothingHeard(OPENED);
  expect(rateOf(silence, after(9))).toBeNull();
  expect(rateOf(silence, after(10))).toEqual({ perMinute: 0, seconds: 10 });
  expect(rateOf(silence, after(60))).toEqual({ perMinute: 0, seconds: 60 });
  expect(rateOf(silence, after(3600))).toEqual({ perMinute: 0, seconds: 60 });
});

it("in the first minute the rate is the pace since the page was opened", () => {
  expect(rateOf(heard(1, 20, 30), after(30))).toEqual({ perMinute: 20, seconds: 30 });
});

it("a thousand plays a second are sixty thousand a minute", () => {
  const busy = heard(1000, 0, 180);
  expect(rateOf(busy, after(179))).toEqual({ perMinute: 60_000, seconds: 60 });
  expect(busy.seconds.size).toBe(60);
});

it("plays of one second add up, however they are bundled", () => {
  let all = nothingHeard(OPENED);
  for (const bundle of [3, 4, 5]) all = withPlays(all, bundle, after(61.1));
  expect(rateOf(all, after(62))).toEqual({ perMinute: 12, seconds: 60 });
});

it("plays count for a minute and no longer", () => {
  const once = heard(7, 5, 6);
  expect(rateOf(once, after(64))).toMatchObject({ perMinute: 7 });
  expect(rateOf(once, after(65))).toMatchObject({ perMinute: 0 });
});
