import { useMutation } from "@tanstack/react-query";
import { keys, PAGE, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";

export type Play = Schema<"ImpressionView">;
export type Kind = Schema<"DisputeKind">;
export type NewDispute = Schema<"NewDispute">;

/** The plays of a campaign, newest first, 500 at a time. */
export const playsQuery = (campaignId: string) =>
  pagesQuery(["impressions", "of", campaignId], (cursor) =>
    body(
      api.GET("/api/v1/campaigns/{id}/impressions", {
        params: { path: { id: campaignId }, query: { limit: PAGE, ...(cursor && { cursor }) } },
      }),
    ),
  );

export function useOpenDispute() {
  return useMutation({
    mutationFn: (given: NewDispute) => body(api.POST("/api/v1/disputes", { body: given })),
    meta: { showsProblem: true },
    onSuccess: () =>
      Promise.all(
        [keys.disputes, keys.wallets, ["impressions"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
