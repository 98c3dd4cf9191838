import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { keys, PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/query";
import { type Item, queueOf, type Verdict } from "./items";

export type Review = Schema<"CampaignReview">;

const KEY = ["approvals"] as const;

/** Everything that waits for a person, oldest first. */
export const queueQuery = queryOptions({
  queryKey: [...KEY, "queue"],
  queryFn: async () => {
    const [campaigns, assets, increases, credits, flagged] = await Promise.all([
      body(
        api.GET("/api/v1/campaigns", {
          params: { query: { status: "PENDING_APPROVAL", limit: PAGE } },
        }),
      ),
      body(api.GET("/api/v1/assets", { params: { query: { status: "PENDING", limit: PAGE } } })),
      body(api.GET("/api/v1/budget-increases", { params: { query: { limit: PAGE } } })),
      body(api.GET("/api/v1/credits", { params: { query: { status: "PENDING", limit: PAGE } } })),
      body(
        api.GET("/api/v1/campaigns", {
          params: { query: { review_flag: "NEAR_DUPLICATES", limit: PAGE } },
        }),
      ),
    ]);
    return queueOf({
      campaigns: campaigns.items,
      assets: assets.items,
      increases: increases.items,
      credits: credits.items,
      flagged: flagged.items,
    });
  },
});

export const reviewQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "review", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/review", { params: { path: { id } } })),
  });

export const estimateQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "estimate", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/estimate", { params: { path: { id } } })),
    retry: false,
  });

/** The buyer's campaigns, to compare with: the newest 500. */
export const ofAdvertiserQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "of", id],
    queryFn: () =>
      body(api.GET("/api/v1/campaigns", { params: { query: { advertiser_id: id, limit: PAGE } } })),
    select: ({ items }) => items,
  });

/** The buyer's files, to compare with: the newest 500. */
export const assetsOfQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.assets, "of", id],
    queryFn: () =>
      body(api.GET("/api/v1/assets", { params: { query: { advertiser_id: id, limit: PAGE } } })),
    select: ({ items }) => items,
  });

const advertisersQuery = queryOptions({
  queryKey: ["advertisers", "names"],
  queryFn: () => body(api.GET("/api/v1/advertisers", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
  staleTime: 60_000,
});

const suppliersQuery = queryOptions({
  queryKey: ["suppliers", "names"],
  queryFn: () => body(api.GET("/api/v1/suppliers", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
  staleTime: 60_000,
});

/** Names of those who own what waits. */
export function useOwnerName(): (id: string | null) => string | null {
  const advertisers = useQuery(advertisersQuery).data;
  const suppliers = useQuery(suppliersQuery).data;
  return (id) => (id === null ? null : (advertisers?.get(id) ?? suppliers?.get(id) ?? null));
}

/** Notices come with everything that begins to wait. */
export function useLiveApprovals(): void {
  useLive("notice", () => void queryClient.invalidateQueries({ queryKey: KEY }));
}

export type Decision = {
  items: readonly Item[];
  verdict: Verdict;
  reason: string;
  /** What a person found in the files. */
  flags: readonly Schema<"ScanFlag">[];
};

/** What came of a decision: what was done, and the first thing that was not, with why. */
export type Outcome = { done: Item[]; failed: number; problem: Problem | null };

/** Decides one after the other; what is refused does not hold up the others. Tells what is done. */
export function useDecide(onDecided: (keys: readonly string[]) => void) {
  return useMutation({
    mutationFn: async (decision: Decision): Promise<Outcome> => {
      const outcome: Outcome = { done: [], failed: 0, problem: null };
      for (const item of decision.items) {
        try {
          await callOf(item, decision);
          outcome.done.push(item);
        } catch (problem) {
          if (!(problem instanceof Problem)) throw problem;
          outcome.failed += 1;
          outcome.problem ??= problem;
        }
      }
      return outcome;
    },
    onSuccess: ({ done }) => {
      const gone = new Set(done.map(({ key }) => key));
      if (gone.size > 0) onDecided([...gone]);
      queryClient.setQueryData(queueQuery.queryKey, (before) =>
        before?.filter(({ key }) => !gone.has(key)),
      );
    },
    onSettled: () =>
      Promise.all(
        [KEY, keys.campaigns, keys.assets, keys.overview].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function callOf(item: Item, { verdict, reason, flags }: Decision): Promise<unknown> {
  switch (item.kind) {
    case "campaign":
      return campaignCall(item.campaign.id, verdict, reason);
    case "asset": {
      const at = { params: { path: { id: item.asset.id } } };
      return verdict === "approve"
        ? api.POST("/api/v1/assets/{id}/approve", { ...at, body: { scan_flags: [...flags] } })
        : api.POST("/api/v1/assets/{id}/reject", { ...at, body: { reason } });
    }
    case "increase": {
      const at = { params: { path: { id: item.increase.campaign_id } } };
      return verdict === "approve"
        ? api.POST("/api/v1/campaigns/{id}/top-up/approve", { ...at, body: {} })
        : api.POST("/api/v1/campaigns/{id}/top-up/reject", { ...at, body: { reason } });
    }
    case "credit": {
      const path = { owner_id: item.credit.owner_id ?? "", credit_id: item.credit.id };
      return verdict === "approve"
        ? api.POST("/api/v1/wallets/{owner_id}/credits/{credit_id}/approve", {
            params: { path },
            body: {},
          })
        : api.POST("/api/v1/wallets/{owner_id}/credits/{credit_id}/reject", {
            params: { path },
            body: { reason },
          });
    }
    case "flag":
      return api.POST("/api/v1/campaigns/{id}/clear-flags", {
        params: { path: { id: item.campaign.id } },
        body: { reason },
      });
  }
}

function campaignCall(id: string, verdict: Verdict, reason: string): Promise<unknown> {
  const at = { params: { path: { id } } };
  switch (verdict) {
    case "approve":
      return api.POST("/api/v1/campaigns/{id}/approve", { ...at, body: {} });
    case "reject":
      return api.POST("/api/v1/campaigns/{id}/reject", { ...at, body: { reason } });
    case "changes":
      return api.POST("/api/v1/campaigns/{id}/request-changes", { ...at, body: { reason } });
  }
}
