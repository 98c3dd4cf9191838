import { keepPreviousData, queryOptions, useMutation } from "@tanstack/react-query";
import { type Campaign, everything, keys, type Store, wholeQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";
import { type Decimal, readDecimal } from "../../lib/decimal";
import type { Criteria, Patch } from "./values";

export type Asset = Schema<"AssetView">;
export type Advertiser = Schema<"AdvertiserView">;
export type Estimate = Schema<"EstimateView">;
export type Simulation = Schema<"SimulationView">;

const byId = (id: string) => ({ params: { path: { id } } });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

/** The campaign with the ETag that an edit names; it stays while somebody writes. */
export const editedQuery = (id: string) =>
  queryOptions({
    queryKey: ["edited-campaign", id],
    queryFn: async () => {
      const { data, response } = await api.GET("/api/v1/campaigns/{id}", byId(id));
      return { campaign: data as Campaign, etag: response.headers.get("etag") ?? "*" };
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

/** Every store that is offered, by name. */
export const offeredQuery = queryOptions({
  queryKey: [...keys.stores, "offered"],
  queryFn: async (): Promise<Store[]> => {
    const { items: rows } = await everything((query) =>
      body(api.GET("/api/v1/stores", { params: { query } })),
    );
    return rows.sort((a, b) => a.name.localeCompare(b.name));
  },
  staleTime: 5 * 60_000,
});

export const assetsQuery = (advertiserId: string) =>
  wholeQuery(["assets", "of", advertiserId], (span) =>
    body(
      api.GET("/api/v1/assets", { params: { query: { ...span, advertiser_id: advertiserId } } }),
    ),
  );

export const advertisersQuery = {
  ...wholeQuery(["advertisers", "choice"], (query) =>
    body(api.GET("/api/v1/advertisers", { params: { query } })),
  ),
  staleTime: 60_000,
};

export const walletQuery = (ownerId: string) =>
  queryOptions({
    queryKey: ["wallets", "one", ownerId],
    queryFn: () =>
      body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id: ownerId } } })),
  });

/** What can be estimated: dates and stores are there. */
export function isEstimable({ start_date, end_date, target_stores }: Campaign): boolean {
  return Boolean(start_date && end_date) && target_stores.length > 0;
}

/** What a campaign as saved would deliver; asked anew with every change of it. */
export const estimateQuery = (campaign: Campaign) =>
  queryOptions({
    queryKey: [...keys.campaigns, "estimate", campaign.id, campaign.updated_at],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/estimate", byId(campaign.id))),
    enabled: isEstimable(campaign),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

/** What past campaigns say about it; charges nothing. */
export const simulationQuery = (campaign: Campaign) =>
  queryOptions({
    queryKey: [...keys.campaigns, "simulation", campaign.id, campaign.updated_at],
    queryFn: () =>
      body(api.POST("/api/v1/campaigns/{id}/simulate", { ...byId(campaign.id), body: {} })),
    enabled: isEstimable(campaign),
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });

/** A money value of a range, which the API writes as a plain number. */
export function decimalOf(value: number | string): Decimal {
  return readDecimal(String(value)) ?? "0";
}

export const rateImpactQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "rate-impact", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/rate-impact", byId(id))),
  });

/** Takes over a campaign as the API answered it. */
export function take(campaign: Campaign): void {
  queryClient.setQueryData(campaignQuery(campaign.id).queryKey, campaign);
}

/** Lists that show the campaign are asked anew. */
export function refreshLists(): Promise<unknown> {
  return queryClient.invalidateQueries({
    queryKey: keys.campaigns,
    predicate: ({ queryKey }) => queryKey[1] === "all",
  });
}

export function useCreate() {
  return useMutation({
    mutationFn: (given: { name: string; description: string; advertiserId: string | null }) =>
      body(
        api.POST("/api/v1/campaigns", {
          body: {
            name: given.name.trim(),
            ...(given.description.trim() !== "" && { description: given.description.trim() }),
            ...(given.advertiserId !== null && { advertiser_id: given.advertiserId }),
          },
        }),
      ),
    meta: { showsProblem: true },
    onSuccess: (created) => {
      take(created);
      return refreshLists();
    },
  });
}

export function useSave(id: string) {
  return useMutation({
    mutationFn: (patch: Patch) =>
      body(
        api.PATCH("/api/v1/campaigns/{id}", {
          ...byId(id),
          body: patch as Schema<"CampaignFields">,
        }),
      ),
    scope: { id },
    meta: { showsProblem: true },
    onSuccess: (campaign) => {
      take(campaign);
      return refreshLists();
    },
  });
}

/** Edits with the revision that was seen. */
export function useEdit(id: string, etag: string) {
  return useMutation({
    mutationFn: (patch: Patch) =>
      body(
        api.PATCH("/api/v1/campaigns/{id}", {
          ...byId(id),
          headers: { "if-match": etag },
          body: patch as Schema<"CampaignFields">,
        }),
      ),
    meta: { showsProblem: true },
    onSuccess: (campaign) => {
      take(campaign);
      return queryClient.invalidateQueries({ queryKey: keys.campaigns });
    },
  });
}

export type Choice = { stores: readonly string[] } | { criteria: Criteria };

export function useTarget(id: string) {
  return useMutation({
    mutationFn: (choice: Choice) =>
      body(
        api.PUT("/api/v1/campaigns/{id}/targeting", {
          ...byId(id),
          body:
            "criteria" in choice
              ? { targeting_criteria: choice.criteria }
              : { target_stores: [...choice.stores] },
        }),
      ),
    scope: { id },
    meta: { showsProblem: true },
    onSettled: () => queryClient.invalidateQueries({ queryKey: campaignQuery(id).queryKey }),
  });
}

/** Submits; the stores are judged once more before, since dates and budget may have changed. */
export function useSubmit(campaign: Campaign) {
  const { id, targeting_criteria: criteria, target_stores: stores } = campaign;
  return useMutation({
    mutationFn: async (acknowledged: readonly string[]) => {
      await body(
        api.PUT("/api/v1/campaigns/{id}/targeting", {
          ...byId(id),
          body: criteria ? { targeting_criteria: criteria } : { target_stores: stores },
        }),
      );
      return body(
        api.POST("/api/v1/campaigns/{id}/submit", {
          ...byId(id),
          body: { terms_accepted: true, acknowledged_warnings: [...acknowledged] },
        }),
      );
    },
    meta: { showsProblem: true },
    onSuccess: (campaign) => {
      take(campaign);
      return queryClient.invalidateQueries({ queryKey: keys.campaigns });
    },
  });
}
