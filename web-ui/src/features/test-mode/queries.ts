import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { useLive } from "../../api/live";
import { Problem } from "../../api/problem";
import { queryClient } from "../../api/query";

export type Summary = Schema<"TestSummary">;
export type TestPlan = Schema<"NewTest">;

const byId = (id: string) => ({ params: { path: { id } } });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

/** The newest test of a campaign; null where it was never tested. */
export const summaryQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "test", id],
    queryFn: async (): Promise<Summary | null> => {
      try {
        return await body(api.GET("/api/v1/campaigns/{id}/test", byId(id)));
      } catch (problem) {
        if (problem instanceof Problem && problem.status === 404) return null;
        throw problem;
      }
    },
    refetchInterval: ({ state }) => (state.data?.status === "RUNNING" ? 15_000 : false),
  });

/** Asks anew with every play of the campaign. */
export function useLiveSummary(id: string): void {
  useLive("campaign", (events) => {
    if (events.some((event) => event.campaign_id === id)) {
      void queryClient.invalidateQueries({ queryKey: summaryQuery(id).queryKey });
    }
  });
}

export function useStart(id: string) {
  return useMutation({
    mutationFn: (plan: TestPlan) =>
      body(api.POST("/api/v1/campaigns/{id}/test", { ...byId(id), body: plan })),
    meta: { showsProblem: true },
    onSuccess: (summary) => take(id, summary),
  });
}

export function useStop(id: string) {
  return useMutation({
    mutationFn: () => body(api.DELETE("/api/v1/campaigns/{id}/test", byId(id))),
    onSuccess: (summary) => take(id, summary),
  });
}

function take(id: string, summary: Summary): Promise<void> {
  queryClient.setQueryData(summaryQuery(id).queryKey, summary);
  return queryClient.invalidateQueries({ queryKey: campaignQuery(id).queryKey });
}
