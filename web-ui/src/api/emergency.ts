import { useMutation } from "@tanstack/react-query";
import { keys } from "./catalog";
import { api, body, type Schema } from "./client";
import { queryClient } from "./query";

export type StopReason = Schema<"StopReason">;

/** What is stopped, and why. */
export type Stop = { campaignIds: readonly string[]; reason: StopReason; detail: string | null };

/** Campaigns that one call stops at most. */
const MOST = 1000;

/** Stops campaigns on all screens at once; nothing is asked before. */
export function useEmergencyStop() {
  return useMutation({
    mutationFn: stop,
    onSettled: () =>
      Promise.all(
        [keys.campaigns, keys.overview, keys.incidents].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

/**
 * How many are stopped now. A single one has a call of its own, which advertisers may make too and
 * which says why it is refused; the call for several, however many, is the administrators'.
 */
export async function stop({ campaignIds, reason, detail }: Stop): Promise<number> {
  const why = { reason_code: reason, ...(detail !== null && { reason_detail: detail }) };
  const [id, ...others] = campaignIds;
  if (id !== undefined && others.length === 0) {
    const path = "/api/v1/campaigns/{id}/emergency-stop";
    await body(api.POST(path, { params: { path: { id } }, body: why }));
    return 1;
  }
  let stopped = 0;
  for (let from = 0; from < campaignIds.length; from += MOST) {
    const campaign_ids = campaignIds.slice(from, from + MOST);
    const answer = await body(
      api.POST("/api/v1/emergency-stop", { body: { campaign_ids, ...why } }),
    );
    stopped += answer.stopped;
  }
  return stopped;
}
