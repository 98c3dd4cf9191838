import { queryOptions, useMutation } from "@tanstack/react-query";
import { keys } from "../../../api/catalog";
import { api, body, type Schema } from "../../../api/client";
import { queryClient } from "../../../api/query";

export type Distribution = Schema<"DistributionView">;
export type Share = Distribution["devices"][number];

const byId = (id: string) => ({ params: { path: { id } } });
/** While screens have not answered, it is asked anew every few seconds. */
const WATCHED = 5_000;

/** How the content stands, screen by screen. */
export const distributionQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "distribution", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}/distribution", byId(id))),
    refetchInterval: ({ state: { data } }) => (data && data.pending > 0 ? WATCHED : false),
  });

export function useRetry(id: string) {
  return useMutation({
    mutationFn: () =>
      body(api.POST("/api/v1/campaigns/{id}/retry-distribution", { ...byId(id), body: {} })),
    onSuccess: (found) => queryClient.setQueryData(distributionQuery(id).queryKey, found),
    onSettled: () =>
      Promise.all(
        [keys.campaigns, keys.overview].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/** Those that need a look first: refused, not answered, not told, then those that have it. */
const ORDER: readonly (Share["status"] | undefined)[] = ["FAILED", "PENDING", undefined, "ACKED"];

export function inOrder(shares: readonly Share[]): Share[] {
  const rank = ({ status }: Share) => ORDER.indexOf(status ?? undefined);
  return shares.toSorted((a, b) => rank(a) - rank(b));
}
