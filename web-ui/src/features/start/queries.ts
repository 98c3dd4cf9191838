import { useThrottledCallback } from "@mantine/hooks";
import { queryOptions } from "@tanstack/react-query";
import { keys, PAGE, walletQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { useLiveCampaignList } from "../../api/live-campaigns";
import { queryClient } from "../../api/query";

export type Stats = Schema<"CampaignStats">;
export type Statement = Schema<"Statement">;
export type Snapshot = Schema<"SnapshotView">;
export type ShareRow = Schema<"ShareRow">;

const byId = (id: string) => ({ params: { path: { id } } });

export const statsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "stats", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/stats", byId(id))),
    staleTime: 60_000,
  });

/** Remaining budgets at full hours, oldest first: the last 500 hours. */
export const snapshotsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "snapshots", id],
    queryFn: () =>
      body(
        api.GET("/api/v1/campaigns/{id}/budget-snapshots", {
          params: { path: { id }, query: { limit: PAGE } },
        }),
      ),
    select: ({ items }) => items.toReversed(),
    staleTime: 5 * 60_000,
  });

export const statementQuery = (ownerId: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...keys.wallets, "statement", ownerId, from, to],
    queryFn: async () => {
      const call: Promise<{ data?: unknown }> = api.GET("/api/v1/wallets/{owner_id}/statement", {
        params: { path: { owner_id: ownerId }, query: { from, to } },
      });
      return (await body(call)) as Statement;
    },
    staleTime: 60_000,
  });

/** The newest payouts of a supplier. */
export const payoutsQuery = (supplierId: string) =>
  queryOptions({
    queryKey: [...keys.payouts, "newest", supplierId],
    queryFn: () =>
      body(
        api.GET("/api/v1/payouts", {
          params: { query: { supplier_id: supplierId, limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

/** Whose plays ran, by campaign, as far as the person may see them. */
export const sharesQuery = (from: string, to: string) =>
  queryOptions({
    queryKey: ["shares", from, to],
    queryFn: () =>
      body(
        api.GET("/api/v1/reports/share-of-voice", {
          params: { query: { from, to, by: "campaign", limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
    staleTime: 5 * 60_000,
  });

/** Disputes that wait and concern the person. */
export const disputesQuery = queryOptions({
  queryKey: [...keys.disputes, "waiting"],
  queryFn: () =>
    body(api.GET("/api/v1/disputes", { params: { query: { open: true, limit: PAGE } } })),
  staleTime: 60_000,
});

/** Balances are small to ask for, statements are not. */
const BALANCE_EVERY = 1_000;
const STATEMENT_EVERY = 10_000;
const COUNTERS_EVERY = 5_000;
const SCREENS_EVERY = 5_000;

const renew = (queryKey: readonly unknown[]) => void queryClient.invalidateQueries({ queryKey });

/** Money, counters of campaigns and states of screens as they change. */
export function useLiveStart(ownerId: string): void {
  const balance = useThrottledCallback(() => renew(walletQuery(ownerId).queryKey), BALANCE_EVERY);
  const days = useThrottledCallback(
    () => renew([...keys.wallets, "statement", ownerId]),
    STATEMENT_EVERY,
  );
  const counters = useThrottledCallback(() => renew([...keys.campaigns, "stats"]), COUNTERS_EVERY);
  const screens = useThrottledCallback(() => renew(keys.devices), SCREENS_EVERY);
  const money = () => {
    balance();
    days();
  };
  useLiveCampaignList();
  // An advertiser hears of its campaigns, a supplier of the plays of its screens.
  useLive("campaign", () => {
    money();
    counters();
  });
  useLive("play", money);
  useLive("device", () => {
    screens();
    balance();
  });
  useLive("notice", () => {
    money();
    renew(keys.disputes);
    renew(keys.payouts);
  });
}
