import { afterEach, expect, it, vi } from "vitest";
import type { PlayerParts } from "./player";
import { Slots } from "./slots";
import { Watched } from "./state";

const OFFER = {
  campaign_id: "campaign",
  content_asset_id: "asset",
  asset_sha256: "ab".repeat(32),
  kind: "IMAGE",
  duration_seconds: 10,
  capture_second: 3,
  granted_at: "2026-02-05T02:00:00Z",
  lease_id: "lease",
};

afterEach(() => {
  vi.restoreAllMocks();
});

/** A screen at work whose appliance has been asked for an ad and not answered yet. */
async function asked() {
  let resolve: (answer: unknown) => void = () => {};
  const answer = new Promise<unknown>((done) => {
    resolve = done;
  });
  const nextAd = vi.fn(() => answer);
  const fetch = vi.fn(async () => false);
  const state = new Watched();
  state.set({ phase: "playing", isOnline: true });
  const parts = {
    state,
    server: { nextAd },
    files: { fetch },
    clock: { now: () => Date.now() },
    playlist: { mayBegin: () => true, manifest: null },
    stage: { clear: () => {} },
    journal: { note: () => {} },
    database: { change: async () => undefined },
  };
  const ears = {
    heard: () => {},
    needsHello: () => {},
    isNotAllowed: async () => {},
    played: () => {},
  };
  const life = new AbortController();
  const slots = new Slots(parts as unknown as PlayerParts, ears, life.signal);
  const run = slots.run();
  await vi.waitFor(() => expect(nextAd).toHaveBeenCalledTimes(1));
  const offer = () => resolve({ is: "done", status: 200, body: OFFER, head: new Headers() });
  const settle = async () => {
    await new Promise((done) => setTimeout(done, 20));
    life.abort();
    slots.look();
    await run;
  };
  return { slots, state, fetch, offer, settle };
}

it("an ad that is offered is shown", async () => {
  const { fetch, offer, settle } = await asked();
  offer();
  await settle();
  expect(fetch).toHaveBeenCalledTimes(1);
});

it("a tab that hid while the appliance was asked shows nothing", async () => {
  const { slots, fetch, offer, settle } = await asked();
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  slots.cut();
  offer();
  await settle();
  expect(fetch).not.toHaveBeenCalled();
});

it("a screen that was put into maintenance while the appliance was asked shows nothing", async () => {
  const { slots, state, fetch, offer, settle } = await asked();
  state.set({ phase: "resting" });
  slots.cut();
  offer();
  await settle();
  expect(fetch).not.toHaveBeenCalled();
});
