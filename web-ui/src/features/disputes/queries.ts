import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import {
  advertisersQuery,
  campaignsQuery,
  devicesQuery,
  keys,
  PAGE,
  pagesQuery,
  storesQuery,
  suppliersQuery,
} from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import { usePerson } from "../../api/session";
import { readBundle } from "./bundle";

export type Dispute = Schema<"DisputeView">;
export type DisputeSummary = Schema<"DisputeSummary">;
export type DisputedPlay = Schema<"DisputedPlayView">;
export type DisputeStatus = Schema<"DisputeStatus">;
export type Decision = Schema<"DisputeDecision">;

const byId = (id: string) => ({ params: { path: { id } } });

/** What the list is narrowed by. */
export type Wanted = { open?: boolean; type?: Schema<"DisputeKind">; supplier_id?: string };

export const disputesQuery = (wanted: Wanted) =>
  pagesQuery([...keys.disputes, "list", wanted], (cursor) =>
    body(
      api.GET("/api/v1/disputes", {
        params: { query: { limit: 100, ...wanted, ...(cursor && { cursor }) } },
      }),
    ),
  );

/** Those that wait, oldest first: the order in which they are worked. */
export const queueQuery = queryOptions({
  queryKey: [...keys.disputes, "waiting"],
  queryFn: () =>
    body(api.GET("/api/v1/disputes", { params: { query: { open: true, limit: PAGE } } })),
  staleTime: 60_000,
});

export const disputeQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.disputes, "one", id],
    queryFn: () => body(api.GET("/api/v1/disputes/{id}", byId(id))),
  });

/** The bundle as JSON; it changes only when the investigation begins. */
export const evidenceQuery = (dispute: DisputeSummary) =>
  queryOptions({
    queryKey: [...keys.disputes, "evidence", dispute.id, dispute.evidence.collected_at],
    queryFn: async () => {
      const asked = { params: { path: { id: dispute.id }, query: { format: "json" as const } } };
      const call: Promise<{ data?: unknown }> = api.GET("/api/v1/disputes/{id}/evidence", asked);
      return readBundle(await body(call));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Where the ZIP with all bytes is. */
export function zipOf(id: string): string {
  return `/api/v1/disputes/${id}/evidence?format=zip`;
}

/** Payouts of a supplier: which plays were paid already. */
export const paidQuery = (supplierId: string) =>
  queryOptions({
    queryKey: [...keys.payouts, "paid", supplierId],
    queryFn: () =>
      body(
        api.GET("/api/v1/payouts", {
          params: { query: { supplier_id: supplierId, limit: PAGE } },
        }),
      ),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

/** What a person does with a dispute. */
export type Deed =
  | { deed: "investigate" }
  | { deed: "withdraw"; note: string }
  | { deed: "resolve"; decision: Decision };

/** What a deed changes beside the dispute. */
const CHANGED = [keys.disputes, keys.overview, keys.suppliers, keys.wallets, keys.campaigns];

export function useDeed(id: string) {
  return useMutation({
    mutationFn: (given: Deed) => body(callOf(id, given)),
    onSuccess: (dispute) => queryClient.setQueryData(disputeQuery(id).queryKey, dispute),
    // What is shown now is known; nobody waits with the next deed for lists that are asked anew.
    onSettled: () => {
      for (const queryKey of CHANGED) void queryClient.invalidateQueries({ queryKey });
    },
  });
}

function callOf(id: string, given: Deed) {
  switch (given.deed) {
    case "investigate":
      return api.POST("/api/v1/disputes/{id}/investigate", { ...byId(id), body: {} });
    case "withdraw":
      return api.POST("/api/v1/disputes/{id}/withdraw", {
        ...byId(id),
        body: { note: given.note === "" ? null : given.note },
      });
    case "resolve":
      return api.POST("/api/v1/disputes/{id}/resolve", { ...byId(id), body: given.decision });
  }
}

/** A notification about a dispute says that the lists have changed. */
export function useLiveDisputes(): void {
  useLive("notice", (events) => {
    const isOurs = events.some(({ code }) => /DISPUTE|CHARGEBACK|REFUND_ISSUED/.test(code));
    if (!isOurs) return;
    void queryClient.invalidateQueries({ queryKey: keys.disputes });
    void queryClient.invalidateQueries({ queryKey: keys.overview });
  });
}

/** Names of what a dispute concerns, as far as the person may see them. */
export function useNames() {
  const { role } = usePerson();
  const campaigns = useQuery({ ...campaignsQuery, enabled: role !== "SUPPLIER" }).data;
  const devices = useQuery({ ...devicesQuery, enabled: role !== "ADVERTISER" }).data;
  const stores = useQuery(storesQuery).data;
  const suppliers = useQuery(suppliersQuery).data;
  const advertisers = useQuery(advertisersQuery).data;
  const nameIn =
    (rows: readonly { id: string; name: string }[] | undefined) =>
    (id: string | null | undefined): string | null =>
      rows?.find((row) => row.id === id)?.name ?? null;
  return {
    campaign: nameIn(campaigns),
    device: nameIn(devices),
    store: nameIn(stores),
    supplier: nameIn(suppliers),
    advertiser: nameIn(advertisers),
    storeOf: (device: string) => nameIn(stores)(devices?.find(({ id }) => id === device)?.store_id),
    stores: stores ?? [],
    suppliers: suppliers ?? [],
    campaigns: campaigns ?? [],
  };
}
