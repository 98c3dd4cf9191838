import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys, PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/query";

export type Report = Schema<"AbTestReport">;
export type Variant = Schema<"VariantView">;
export type Metric = Schema<"TestMetric">;
export type Asset = Schema<"AssetView">;

const byId = (id: string) => ({ params: { path: { id } } });
const MINUTE = 60_000;

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

/** The newest test of a campaign; null where it has none. */
export const reportQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "ab-test", id],
    queryFn: async (): Promise<Report | null> => {
      try {
        return await body(api.GET("/api/v1/campaigns/{id}/ab-test", byId(id)));
      } catch (problem) {
        if (problem instanceof Problem && problem.status === 404) return null;
        throw problem;
      }
    },
    refetchInterval: MINUTE,
  });

export const assetsQuery = (advertiserId: string) =>
  queryOptions({
    queryKey: ["assets", "newest", advertiserId],
    queryFn: () =>
      body(
        api.GET("/api/v1/assets", {
          params: { query: { limit: PAGE, advertiser_id: advertiserId } },
        }),
      ),
    select: ({ items }) => items,
  });

const OFTEN = 10_000;

/** Asks for the report anew while plays come in, at most every ten seconds. */
export function useLiveReport(id: string): void {
  useLive("campaign", (events) => {
    if (!events.some((event) => event.campaign_id === id)) return;
    const { queryKey } = reportQuery(id);
    const asked = queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0;
    if (Date.now() - asked > OFTEN) void queryClient.invalidateQueries({ queryKey });
  });
}

/** What a person does with a test. */
export type Deed =
  | { deed: "start"; test: Schema<"NewAbTest"> }
  | { deed: "winner"; variant: string | null }
  | { deed: "extend"; until: string }
  | { deed: "cancel" };

export function useDeed(id: string) {
  return useMutation({
    mutationFn: (given: Deed) => body(callOf(id, given)),
    meta: { showsProblem: true },
    onSuccess: (report) => queryClient.setQueryData(reportQuery(id).queryKey, report),
  });
}

function callOf(id: string, given: Deed) {
  switch (given.deed) {
    case "start":
      return api.POST("/api/v1/campaigns/{id}/ab-test", { ...byId(id), body: given.test });
    case "winner":
      return api.POST("/api/v1/campaigns/{id}/ab-test/winner", {
        ...byId(id),
        body: { variant_id: given.variant },
      });
    case "extend":
      return api.POST("/api/v1/campaigns/{id}/ab-test/extend", {
        ...byId(id),
        body: { planned_end: given.until },
      });
    case "cancel":
      return api.POST("/api/v1/campaigns/{id}/ab-test/cancel", { ...byId(id), body: {} });
  }
}
