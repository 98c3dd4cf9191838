import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys, PAGE } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";

export type Review = Schema<"ReviewView">;
export type Impression = Schema<"ImpressionView">;

/** What waits, oldest first: the first 500. */
export const queueQuery = queryOptions({
  queryKey: [...keys.reviews, "queue"],
  queryFn: () => body(api.GET("/api/v1/reviews", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

/** What was recorded of one play. */
export const impressionQuery = (id: string) =>
  queryOptions({
    queryKey: ["impressions", "one", id],
    queryFn: () => body(api.GET("/api/v1/impressions/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });

/** The screen that sent a play. */
export const deviceQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.devices, "one", id],
    queryFn: () => body(api.GET("/api/v1/devices/{id}", { params: { path: { id } } })),
    staleTime: 60_000,
  });

/** Plays of the screen that are shown beside the one that waits. */
const LAST = 12;

/** What the screen played last, newest first. */
export const lastPlaysQuery = (deviceId: string) =>
  queryOptions({
    queryKey: ["impressions", "last", deviceId],
    queryFn: () =>
      body(
        api.GET("/api/v1/devices/{id}/impressions", {
          params: { path: { id: deviceId }, query: { limit: LAST } },
        }),
      ),
    select: ({ items }) => items,
    staleTime: 60_000,
  });

export type Decision = { ids: string[]; verdict: Schema<"Verdict">; reason: string | null };

/** Decides plays together: all of them, or none where one cannot be; tells which, before they go. */
export function useDecide(onDecided: (ids: readonly string[]) => void) {
  return useMutation({
    mutationFn: ({ ids, verdict, reason }: Decision) =>
      body(
        api.POST("/api/v1/reviews/bulk", {
          body: { impression_ids: ids, decision: verdict, ...(reason && { reason }) },
        }),
      ),
    onSuccess: (_, { ids }) => {
      onDecided(ids);
      const gone = new Set(ids);
      queryClient.setQueryData(
        queueQuery.queryKey,
        (before) =>
          before && {
            ...before,
            items: before.items.filter(({ impression_id }) => !gone.has(impression_id)),
          },
      );
    },
    onSettled: () =>
      Promise.all(
        [keys.reviews, keys.overview].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
