import { useMutation } from "@tanstack/react-query";
import { keys } from "./catalog";
import { api, body, type Schema } from "./client";
import { queryClient } from "./query";

export type StopReason = Schema<"StopReason">;

/** Stops campaigns on all screens at once; nothing is asked before. */
export function useEmergencyStop() {
  return useMutation({
    mutationFn: (given: { campaignIds: string[]; reason: StopReason; detail: string | null }) =>
      body(
        api.POST("/api/v1/emergency-stop", {
          body: {
            campaign_ids: given.campaignIds,
            reason_code: given.reason,
            ...(given.detail !== null && { reason_detail: given.detail }),
          },
        }),
      ),
    onSettled: () =>
      Promise.all(
        [keys.campaigns, keys.overview, keys.incidents].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
