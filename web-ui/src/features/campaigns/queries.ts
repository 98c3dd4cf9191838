import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys, PAGE, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { type LiveEvent, useLive } from "../../api/live";
import { useLiveCampaignList, withEvent } from "../../api/live-campaigns";
import { queryClient } from "../../api/query";

export type Stats = Schema<"CampaignStats">;
export type Action = Schema<"Action">;

const FEW = 50;

const byId = (id: string) => ({ params: { path: { id } } });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

export const statsQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "stats", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/stats", byId(id))),
  });

/** Remaining budgets at full hours, newest first: the last 500 hours. */
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
  });

/** The newest stop of a whole campaign with its investigation; a supplier's own stop is none. */
export const stopQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.incidents, "campaign", id],
    queryFn: () =>
      body(api.GET("/api/v1/incidents", { params: { query: { campaign_id: id, limit: FEW } } })),
    select: ({ items }) => items.find(({ scope }) => scope === "CAMPAIGN") ?? null,
    // A stop by somebody else is only heard of by the campaign's new status.
    staleTime: 0,
  });

export const proofQuery = (id: string, from: string, to: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "proof", id, from, to],
    queryFn: () =>
      body(
        api.GET("/api/v1/campaigns/{id}/proof-of-play", {
          params: { path: { id }, query: { from, to } },
        }),
      ),
  });

export const transactionsQuery = (id: string) =>
  pagesQuery([...keys.campaigns, "transactions", id], (cursor) =>
    body(
      api.GET("/api/v1/campaigns/{id}/transactions", {
        params: { path: { id }, query: { limit: FEW, ...(cursor && { cursor }) } },
      }),
    ),
  );

export const rejectionsQuery = (id: string) =>
  pagesQuery([...keys.campaigns, "rejections", id], (cursor) =>
    body(
      api.GET("/api/v1/campaigns/{id}/rejections", {
        params: { path: { id }, query: { limit: FEW, ...(cursor && { cursor }) } },
      }),
    ),
  );

export const auditQuery = (id: string) =>
  pagesQuery([...keys.campaigns, "audit", id], (cursor) =>
    body(
      api.GET("/api/v1/campaigns/{id}/audit", {
        params: { path: { id }, query: { limit: FEW, ...(cursor && { cursor }) } },
      }),
    ),
  );

/** Follows the stream: counters at once, everything else anew where the status changed. */
export function useLiveCampaigns(): void {
  useLiveCampaignList();
  useLive("campaign", (events) => {
    const newest = new Map(events.map((event) => [event.campaign_id, event]));
    for (const event of newest.values()) {
      const { queryKey } = campaignQuery(event.campaign_id);
      if (queryClient.getQueryData(queryKey)?.status !== event.status) {
        void queryClient.invalidateQueries({ queryKey });
      }
      queryClient.setQueryData(queryKey, (before) => before && withEvent(before, event));
      queryClient.setQueryData(
        statsQuery(event.campaign_id).queryKey,
        (before) => before && { ...before, ...counters(event) },
      );
    }
  });
}

function counters(event: LiveEvent<"campaign">) {
  const { verified, rejected, under_review, spent, remaining_budget } = event;
  return { verified, rejected, under_review, spent, remaining_budget };
}

/** What a person decides about a campaign, by name. */
export type Deed =
  | { deed: "pause" | "resume" | "approve" | "cancel" | "approveIncrease" }
  | { deed: "reject"; reason: string };

export function useDeed(id: string) {
  return useMutation({
    mutationFn: (given: Deed) => body(callOf(id, given)),
    onSuccess: (campaign) => queryClient.setQueryData(campaignQuery(id).queryKey, campaign),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.campaigns }),
        queryClient.invalidateQueries({ queryKey: keys.overview }),
      ]),
  });
}

function callOf(id: string, given: Deed) {
  switch (given.deed) {
    case "pause":
      return api.POST("/api/v1/campaigns/{id}/pause", {
        ...byId(id),
        body: { reason_code: "USER_REQUESTED", detail: null },
      });
    case "resume":
      return api.POST("/api/v1/campaigns/{id}/resume", { ...byId(id), body: {} });
    case "approve":
      return api.POST("/api/v1/campaigns/{id}/approve", { ...byId(id), body: {} });
    case "cancel":
      return api.POST("/api/v1/campaigns/{id}/cancel", { ...byId(id), body: {} });
    case "approveIncrease":
      return api.POST("/api/v1/campaigns/{id}/top-up/approve", { ...byId(id), body: {} });
    case "reject":
      return api.POST("/api/v1/campaigns/{id}/reject", {
        ...byId(id),
        body: { reason: given.reason },
      });
  }
}
