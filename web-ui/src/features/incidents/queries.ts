import { queryOptions, useMutation, useQueries, useQuery } from "@tanstack/react-query";
import { campaignsQuery, keys, PAGE, storesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { queryClient } from "../../api/query";
import { useHasRole } from "../../api/session";
import { add, type Decimal } from "../../lib/decimal";
import { OPERATOR, type Role } from "../../lib/roles";

export type Incident = Schema<"IncidentView">;
export type StoppedDevice = Schema<"StoppedDevice">;
export type StopRequest = Schema<"StopRequestView">;
export type Outcome = Schema<"Outcome">;

export const incidentsQuery = queryOptions({
  queryKey: [...keys.incidents, "all"],
  queryFn: () => body(api.GET("/api/v1/incidents", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

/** While screens are still to go dark, it is asked anew every few seconds. */
const WATCHED = 3_000;

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.incidents, "one", id],
    queryFn: () => body(api.GET("/api/v1/incidents/{id}", { params: { path: { id } } })),
    refetchInterval: ({ state: { data } }) =>
      data?.status === "OPEN" && !data.is_dark ? WATCHED : false,
  });

export const requestsQuery = queryOptions({
  queryKey: [...keys.incidents, "requests"],
  queryFn: () =>
    body(api.GET("/api/v1/emergency-stop-requests", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

const suppliersQuery = queryOptions({
  queryKey: ["suppliers", "names"],
  queryFn: () => body(api.GET("/api/v1/suppliers", { params: { query: { limit: PAGE } } })),
  staleTime: 60_000,
});

const SEES_CAMPAIGNS: readonly Role[] = [...OPERATOR, "ADVERTISER"];
const DAY_MS = 86_400_000;
const DAYS = 7;

/** What ran on the supplier's own stores in the last week, for names and choices. */
export const ownCampaignsQuery = () => {
  const day = (back: number) => new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10);
  return queryOptions({
    queryKey: ["share-of-voice", "names"],
    queryFn: () =>
      body(
        api.GET("/api/v1/reports/share-of-voice", {
          params: { query: { from: day(DAYS), to: day(0), limit: PAGE } },
        }),
      ),
    select: ({ items }) =>
      items.map(({ campaign_id, campaign_name }) => ({ id: campaign_id, name: campaign_name })),
    staleTime: 60_000,
  });
};

/** Names of campaigns, as far as the person may know them. */
export function useCampaignName(): (id: string | null | undefined) => string | null {
  const seesAll = useHasRole(SEES_CAMPAIGNS);
  const all = useQuery({ ...campaignsQuery, enabled: seesAll }).data;
  const own = useQuery({ ...ownCampaignsQuery(), enabled: !seesAll }).data;
  return (id) => (seesAll ? all : own)?.find((one) => one.id === id)?.name ?? null;
}

export function useSupplierName(): (id: string | null | undefined) => string | null {
  const mayAsk = useHasRole(OPERATOR);
  const suppliers = useQuery({ ...suppliersQuery, enabled: mayAsk }).data?.items;
  return (id) => suppliers?.find((one) => one.id === id)?.name ?? null;
}

const SEES_WALLETS: readonly Role[] = [...OPERATOR, "SUPPLIER"];

/** What waits frozen in the wallets of the stores' owners, all open stops together. */
export function useFrozen(incident: Incident): Decimal | null {
  const maySee = useHasRole(SEES_WALLETS);
  const stores = useQuery(storesQuery).data ?? [];
  const touched = new Set(incident.devices.map(({ store_id }) => store_id));
  const owners = new Set(
    stores.flatMap(({ id, supplier_id }) => (touched.has(id) && supplier_id ? [supplier_id] : [])),
  );
  const wallets = useQueries({
    queries: [...owners].map((owner_id) => ({
      queryKey: ["wallets", "one", owner_id],
      queryFn: () =>
        body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id } } })),
      enabled: maySee,
    })),
  });
  if (!maySee || wallets.some(({ data }) => data === undefined)) return null;
  const parts = wallets.flatMap(({ data }) => data?.next_payout?.waiting ?? []);
  const frozen = parts.filter(({ reason }) => reason === "FROZEN");
  return add("0", ...frozen.map(({ amount }) => amount));
}

function refresh() {
  return Promise.all(
    [keys.incidents, keys.campaigns, keys.overview, ["wallets"]].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}

/** Notices come with every stop and every end of an investigation. */
export function useLiveIncidents(): void {
  useLive("notice", () => void queryClient.invalidateQueries({ queryKey: keys.incidents }));
}

export function useResolve(id: string) {
  return useMutation({
    mutationFn: (given: Schema<"ResolutionBody">) =>
      body(api.POST("/api/v1/incidents/{id}/resolve", { params: { path: { id } }, body: given })),
    meta: { showsProblem: true },
    onSuccess: (incident) => queryClient.setQueryData(incidentQuery(id).queryKey, incident),
    onSettled: refresh,
  });
}

export function useDecideRequest() {
  return useMutation({
    mutationFn: ({ id, stop, note }: { id: string; stop: boolean; note: string }) => {
      const at = { params: { path: { id } }, body: note === "" ? {} : { note } };
      return stop
        ? body(api.POST("/api/v1/emergency-stop-requests/{id}/approve", at))
        : body(api.POST("/api/v1/emergency-stop-requests/{id}/decline", at));
    },
    onSettled: refresh,
  });
}

export function useRequestStop() {
  return useMutation({
    mutationFn: (given: Schema<"NewStopRequest">) =>
      body(api.POST("/api/v1/emergency-stop-requests", { body: given })),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}
