import { queryOptions } from "@tanstack/react-query";
import { keys, PAGE } from "./catalog";
import { api, body, type Schema } from "./client";
import { Problem } from "./problem";

/** What the appliance knows about the run of a campaign without plays. */
export type CaseEvidence = Schema<"CaseEvidence">;

/** Why a campaign had no play that counts. */
export type Case = Schema<"InvestigationView">;

const NOT_FOUND = 404;

/** The case of a campaign; null where it has none. */
export const caseQuery = (campaignId: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "case", campaignId],
    queryFn: async (): Promise<Case | null> => {
      const params = { path: { id: campaignId } };
      try {
        return await body(api.GET("/api/v1/campaigns/{id}/investigation", { params }));
      } catch (error) {
        if (error instanceof Problem && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
  });

/** The newest 500 cases; an advertiser gets its own. */
export const casesQuery = queryOptions({
  queryKey: [...keys.campaigns, "cases"],
  queryFn: () => body(api.GET("/api/v1/investigations", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

/** Whether the advertiser was offered to run the campaign again, and has not said yes yet. */
export function isOffered({ resolution }: Case): boolean {
  return resolution?.extension_offered === true && !resolution.extension_campaign_id;
}
