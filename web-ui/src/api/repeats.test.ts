import { expect, it, vi } from "vitest";
import { endDeed, nameDeed } from "./repeats";

function deed(amount: number, type = "application/json") {
  return new Request("http://localhost/api/v1/wallets/1/deposits", {
    method: "POST",
    headers: { "content-type": type },
    body: JSON.stringify({ amount }),
  });
}

async function keyed(request: Request): Promise<string | null> {
  await nameDeed(request);
  return request.headers.get("idempotency-key");
}

it("a deed whose answer was lost keeps its key until the outcome is known", async () => {
  const first = deed(5);
  const key = await keyed(first);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  // No answer at all, then one that says nothing about the outcome.
  const again = deed(5);
  expect(await keyed(again)).toBe(key);
  endDeed(again, 503);
  const third = deed(5);
  expect(await keyed(third)).toBe(key);
  endDeed(third, 201);
  expect(await keyed(deed(5))).not.toBe(key);
});

it("other deeds have other keys, files and questions none", async () => {
  expect(await keyed(deed(6))).not.toBe(await keyed(deed(7)));
  expect(await keyed(deed(6, "text/csv"))).toBeNull();
  expect(await keyed(new Request("http://localhost/api/v1/me"))).toBeNull();
});

it("the same words are another deed after ten minutes, and a stop is always one of its own", async () => {
  vi.useFakeTimers({ now: 0, toFake: ["Date"] });
  const key = await keyed(deed(8));
  vi.setSystemTime(9 * 60_000);
  expect(await keyed(deed(8))).toBe(key);
  vi.setSystemTime(11 * 60_000);
  expect(await keyed(deed(8))).not.toBe(key);
  vi.useRealTimers();
  const stop = new Request("http://localhost/api/v1/campaigns/1/emergency-stop", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(await keyed(stop)).toBeNull();
});
