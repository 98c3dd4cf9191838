import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, expect, it, vi } from "vitest";
import { campaignsQuery, everything, runningQuery } from "./catalog";
import { stop } from "./emergency";

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A list of so many numbers, as the API pages through it. */
function list(length: number) {
  return vi.fn(async ({ limit, cursor = "0" }: { limit: number; cursor?: string }) => {
    const end = Math.min(Number(cursor) + limit, length);
    const items = Array.from({ length: end - Number(cursor) }, (_, at) => Number(cursor) + at);
    return { items, next_cursor: end < length ? String(end) : null };
  });
}

it("a list of several pages is read to its end, each row once and in order", async () => {
  const load = list(1001);
  const { items, next_cursor } = await everything(load);
  expect(items).toEqual(Array.from({ length: 1001 }, (_, at) => at));
  expect(next_cursor).toBeNull();
  expect(load.mock.calls.map(([{ cursor }]) => cursor)).toEqual([undefined, "500", "1000"]);
});

it.each([0, 1, 500])("a list of %i rows is one page", async (length) => {
  const load = list(length);
  const { items } = await everything(load);
  expect([items.length, load.mock.calls.length]).toEqual([length, 1]);
});

it("a list without end is given up after 20 pages, and known to be longer", async () => {
  const load = list(10_001);
  expect(await everything(load)).toMatchObject({ next_cursor: "10000" });
  expect(load).toHaveBeenCalledTimes(20);
  expect(await everything(list(10_000))).toMatchObject({ next_cursor: null });
});

/** An appliance that holds so many campaigns; gives the addresses that it was asked for. */
function appliance(length: number) {
  const load = list(length);
  const asked: URL[] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const url = new URL(request.url);
    asked.push(url);
    const cursor = url.searchParams.get("cursor");
    const limit = Number(url.searchParams.get("limit"));
    return Response.json(await load({ limit, ...(cursor !== null && { cursor }) }));
  });
  return asked;
}

it("campaigns are all campaigns, and the stop is offered for all that run", async () => {
  const asked = appliance(1200);
  const client = new QueryClient();
  expect(await new QueryObserver(client, campaignsQuery).refetch()).toMatchObject({
    data: { length: 1200 },
  });
  expect(await new QueryObserver(client, runningQuery).refetch()).toMatchObject({
    data: { length: 1200 },
  });
  const statuses = asked.map(({ searchParams }) => searchParams.get("status"));
  expect(statuses).toEqual([null, null, null, "ACTIVE", "ACTIVE", "ACTIVE"]);
});

it("more campaigns than one call takes are stopped by several", async () => {
  const sent: string[][] = [];
  vi.stubGlobal("fetch", async (request: Request) => {
    const { campaign_ids: ids } = (await request.json()) as { campaign_ids: string[] };
    sent.push(ids);
    return Response.json({ results: [], stopped: ids.length });
  });
  const campaignIds = Array.from({ length: 2001 }, (_, at) => String(at));
  const order = { campaignIds, reason: "OTHER", detail: "all" } as const;
  expect(await stop(order)).toBe(2001);
  expect(sent.map(({ length }) => length)).toEqual([1000, 1000, 1]);
  expect(sent.flat()).toEqual(campaignIds);
});
