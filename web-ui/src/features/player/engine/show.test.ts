import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type Parts, show } from "./show";
import type { Ad } from "./types";

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
function shown() {
  const parts = {
    server: {},
    clock: { now: () => Date.parse("2026-02-05T02:00:00Z") },
    journal: { note: () => {} },
    files: { fetch: async () => true, find: async () => new Blob(["film"]), setBroken },
    stage: { show: begin },
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
