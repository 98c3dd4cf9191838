import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { utf8 } from "./bytes";
import { signedText } from "./canonical";
import { makeKey } from "./keys";
import { type Parts, show } from "./show";
import type { Ad, Play } from "./types";

const AD: Ad = {
  campaignId: "campaign",
  assetId: "asset",
  variantId: null,
  kind: "VIDEO",
  sha256: "ab".repeat(32),
  seconds: 0,
  captureSecond: 0,
  leaseId: "lease",
};

const begin = vi.fn<() => Promise<void>>();
const setBroken = vi.fn();
let end: AbortController;

beforeEach(() => {
  vi.resetAllMocks();
  end = new AbortController();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Shows the ad on a stage that begins as the test says. */
function shown(others: object = {}) {
  const parts = {
    server: {},
    clock: { now: () => Date.parse("2026-02-05T02:00:00Z") },
    journal: { note: () => {} },
    files: { fetch: async () => true, find: async () => new Blob(["film"]), setBroken },
    stage: {
      show: begin,
      capture: async () => ({ jpeg: new Blob(["frame"]), sha256: "cd".repeat(32) }),
      rest: () => 0,
      watched: (seconds: number) => seconds,
    },
    ...others,
  };
  return show(parts as unknown as Parts, AD, "", end.signal, () => {});
}

const refuse = async () => {
  throw new DOMException("The play() request was interrupted", "AbortError");
};

it("a film that cannot begin is broken", async () => {
  begin.mockImplementation(refuse);
  expect(await shown()).toEqual({ is: "missing" });
  expect(setBroken).toHaveBeenCalledWith(AD.sha256);
});

it("a film that was cut off while it began is not broken", async () => {
  begin.mockImplementation(() => {
    end.abort();
    return refuse();
  });
  expect(await shown()).toEqual({ is: "cut" });
  expect(setBroken).not.toHaveBeenCalled();
});

it("a film that cannot begin in a tab that hid is not broken", async () => {
  begin.mockImplementation(refuse);
  vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  expect(await shown()).toEqual({ is: "cut" });
  expect(setBroken).not.toHaveBeenCalled();
});

it("a play names the key that signed it, also where the key is changed meanwhile", async () => {
  const [before, after] = await Promise.all([makeKey(), makeKey()]);
  const identity = { deviceId: "device", token: "", key: { id: "before", pair: before } };
  const plays: Play[] = [];
  const queue = {
    nextCounter: async () => {
      identity.key = { id: "after", pair: after };
      return 1;
    },
    push: async (play: Play) => {
      plays.push(play);
      return [];
    },
  };
  expect(await shown({ identity, queue })).toMatchObject({ is: "whole" });
  const [play] = plays;
  if (!play) throw new Error("nothing was kept");
  const { proof, signature_version: _, ...draft } = play;
  const signature = Uint8Array.from(atob(proof.device_signature), (sign) => sign.charCodeAt(0));
  const text = utf8(signedText(draft, proof.screenshot_hash));
  const { publicKey } = play.key_id === "before" ? before : after;
  const isTrue = await crypto.subtle.verify("RSASSA-PKCS1-v1_5", publicKey, signature, text);
  expect(isTrue).toBe(true);
});
