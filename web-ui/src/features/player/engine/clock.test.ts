import { expect, it } from "vitest";
import { Clock } from "./clock";
import { readOrder } from "./commands";
import { fitted, limited, withComment } from "./frame";
import { waitOf } from "./server";
import { backoff } from "./waiting";

it("follows the appliance's clock, but not the network's noise", () => {
  let machine = 1_000_000;
  const clock = new Clock(0, () => machine);
  const sentAt = clock.now();
  machine += 80;
  expect(clock.hear(1_000_090, sentAt)).toBe(false);
  expect(clock.hear(1_600_040, sentAt)).toBe(true);
  expect([clock.offset, clock.now()]).toEqual([600_000, 1_600_080]);
  // A slow answer proves nothing about two seconds.
  const again = clock.now();
  machine += 5_000;
  expect(clock.hear(again + 4_500, again)).toBe(false);
  expect(clock.hear(again - 3_000, again)).toBe(true);
  expect(clock.offset).toBe(594_500);
});

it("draws content whole, centred, as large as it fits", () => {
  const screen = { width: 1920, height: 1080 };
  expect(fitted({ width: 960, height: 540 }, screen)).toEqual({ x: 0, y: 0, ...screen });
  expect(fitted({ width: 1080, height: 1080 }, screen)).toEqual({
    x: 420,
    y: 0,
    width: 1080,
    height: 1080,
  });
  expect(limited({ width: 3840, height: 2160 }, 1920)).toEqual(screen);
  expect(limited({ width: 0, height: 0 }, 1920)).toEqual({ width: 1, height: 1 });
});

it("writes a comment into a JPEG, right after its beginning", () => {
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1, 2]);
  expect([...withComment(jpeg, "ab")]).toEqual([
    0xff, 0xd8, 0xff, 0xfe, 0, 4, 97, 98, 0xff, 0xe0, 1, 2,
  ]);
});

it("reads commands, and skips what is none", () => {
  const order = { command_id: "c", kind: "STOP", created_at: "2026-02-04T00:00:00Z" };
  expect(readOrder(JSON.stringify(order))).toEqual({ ...order, campaign_ids: [] });
  expect(readOrder(JSON.stringify({ ...order, kind: "" }))).toBeNull();
  expect(readOrder("rubbish")).toBeNull();
});

it("waits 1, 2, 4 … 60 seconds, and what the appliance says", () => {
  expect([0, 1, 2, 9].map((failures) => backoff(failures, () => 0.5))).toEqual([
    1_000, 2_000, 4_000, 60_000,
  ]);
  expect(waitOf(new Headers({ "retry-after": "7" }))).toBe(7_000);
  expect(waitOf(new Headers({ "retry-after": "soon" }), 60)).toBe(60_000);
});
