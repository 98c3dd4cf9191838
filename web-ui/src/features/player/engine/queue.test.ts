import { beforeEach, expect, it } from "vitest";
import { CAPACITY, Queue } from "./queue";
import type { Change, Database, Key, StoreName } from "./storage";
import type { Frame, Play } from "./types";

/** A database in memory, one change at a time; what fails half way leaves nothing. */
function inMemory(): Database {
  let stores = new Map<StoreName, Map<Key, unknown>>();
  const of = (from: typeof stores, store: StoreName) => {
    const found = from.get(store) ?? new Map<Key, unknown>();
    from.set(store, found);
    return found;
  };
  return {
    async change(work) {
      const next = new Map([...stores].map(([name, values]) => [name, new Map(values)]));
      const change: Change = {
        get: async <T>(store: StoreName, key: Key) => of(next, store).get(key) as T | undefined,
        put: async (store, key, value) => void of(next, store).set(key, value),
        remove: async (store, key) => void of(next, store).delete(key),
        clear: async (store) => of(next, store).clear(),
        count: async (store) => of(next, store).size,
        first: async <T>(store: StoreName, most: number) => {
          const keys = [...of(next, store).keys()].sort((a, b) => Number(a) - Number(b));
          return keys.slice(0, most).map((key) => of(next, store).get(key) as T);
        },
      };
      const result = await work(change);
      stores = next;
      return result;
    },
  };
}

const frame: Frame = { jpeg: new Blob(["frame"]), sha256: "ab".repeat(32) };
let queue: Queue;

beforeEach(() => {
  queue = new Queue(inMemory());
});

function play(counter: number, playedAt = "2026-02-05T14:00:00.120Z"): Play {
  return {
    impression_id: `play-${counter}`,
    campaign_id: "c",
    device_id: "d",
    content_asset_id: "a",
    played_at: playedAt,
    duration_actual: 15,
    key_id: "k",
    counter,
    proof: { screenshot_hash: frame.sha256, device_signature: "c2lnbmVk" },
    signature_version: 2,
  };
}

const counters = (plays: readonly Play[]) => plays.map(({ counter }) => counter);

it("counts from one and never says a number twice", async () => {
  const numbers = await Promise.all([queue.nextCounter(), queue.nextCounter()]);
  expect(numbers).not.toContain(0);
  expect(await queue.nextCounter()).toBeGreaterThan(Math.min(...numbers));
});

it("is first in, first out, and loses its oldest play when it is full", async () => {
  for (let counter = 1; counter <= CAPACITY; counter += 1) {
    expect(await queue.push(play(counter), frame)).toEqual([]);
  }
  expect(counters(await queue.push(play(CAPACITY + 1), frame))).toEqual([1]);
  expect(await queue.size()).toBe(CAPACITY);
  expect(counters(await queue.oldest(3))).toEqual([2, 3, 4]);
});

it("keeps the order by count, not by text", async () => {
  for (const counter of [9, 10, 100, 2]) await queue.push(play(counter), frame);
  expect(counters(await queue.oldest(10))).toEqual([2, 9, 10, 100]);
});

it("keeps the frame of a play that was taken, and no other", async () => {
  for (const counter of [1, 2, 3]) await queue.push(play(counter), frame);
  await queue.settle(play(2), false);
  await queue.settle(play(3), true);
  await queue.settle(play(1), true);
  expect(await queue.size()).toBe(0);
  const first = await queue.nextUpload();
  expect(first).toMatchObject({ counter: 1, impressionId: "play-1" });
  if (first) await queue.uploaded(first);
  const second = await queue.nextUpload();
  expect(second?.impressionId).toBe("play-3");
  if (second) await queue.uploaded(second);
  expect(await queue.nextUpload()).toBeUndefined();
});

it("settles a play that a full queue lost meanwhile without a trace", async () => {
  await queue.settle(play(1), true);
  expect(await queue.nextUpload()).toBeUndefined();
});

it("drops what is older than four hours, and only that", async () => {
  const now = Date.parse("2026-02-05T18:00:00.120Z");
  await queue.push(play(1, "2026-02-05T14:00:00.119Z"), frame);
  await queue.push(play(2, "2026-02-05T14:00:00.120Z"), frame);
  expect(counters(await queue.dropStale(now))).toEqual([1]);
  expect(counters(await queue.oldest(9))).toEqual([2]);
});
