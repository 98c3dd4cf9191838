import { useMutation } from "@tanstack/react-query";
import { keys } from "./catalog";
import { api, body, type Schema } from "./client";
import { queryClient } from "./query";

export type StopReason = Schema<"StopReason">;

export type StopOrder = { campaignIds: string[]; reason: StopReason; detail: string | null };

/** Campaigns that one call stops at most. */
const MOST = 1000;

/** Stops campaigns, however many; the answer is that of all calls together. */
export async function stopAll({ campaignIds, reason, detail }: StopOrder) {
  const all: Schema<"StopsAnswer"> = { stopped: 0, results: [] };
  for (let from = 0; from < campaignIds.length; from += MOST) {
    const answer = await body(
      api.POST("/api/v1/emergency-stop", {
        body: {
          campaign_ids: campaignIds.slice(from, from + MOST),
          reason_code: reason,
          ...(detail !== null && { reason_detail: detail }),
        },
      }),
    );
    all.stopped += answer.stopped;
    all.results.push(...answer.results);
  }
  return all;
}

/** Stops campaigns on all screens at once; nothing is asked before. */
export function useEmergencyStop() {
  return useMutation({
    mutationFn: stopAll,
    onSettled: () =>
      Promise.all(
        [keys.campaigns, keys.overview, keys.incidents].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
