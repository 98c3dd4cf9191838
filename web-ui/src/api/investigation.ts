import { queryOptions } from "@tanstack/react-query";
import { keys, PAGE, type Page } from "./catalog";
import { api, body, type Schema } from "./client";
import { Problem } from "./problem";

/** What the appliance knows about the run of a campaign without plays. */
export type CaseEvidence = {
  target_stores: number;
  devices: number;
  devices_heard: number;
  wanted_seconds: number;
  offline_seconds: number;
  offers: number;
  rejections: Record<string, number>;
  blocked_stores: Schema<"BlockedAtEnd">[];
  late_seconds?: number | null;
  status_history: Schema<"StatusEntry">[];
};

/** Why a campaign had no play that counts. */
export type Case = Omit<Schema<"InvestigationView">, "evidence"> & { evidence: CaseEvidence };

const NOT_FOUND = 404;

/** The case of a campaign; null where it has none. */
export const caseQuery = (campaignId: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "case", campaignId],
    queryFn: async (): Promise<Case | null> => {
      const path = { id: campaignId };
      try {
        const call: Promise<{ data?: unknown }> = api.GET("/api/v1/campaigns/{id}/investigation", {
          params: { path },
        });
        return (await body(call)) as Case;
      } catch (error) {
        if (error instanceof Problem && error.status === NOT_FOUND) return null;
        throw error;
      }
    },
  });

/** The newest 500 cases; an advertiser gets its own. */
export const casesQuery = queryOptions({
  queryKey: [...keys.campaigns, "cases"],
  queryFn: async () => {
    const query = { limit: PAGE };
    const call: Promise<{ data?: unknown }> = api.GET("/api/v1/investigations", {
      params: { query },
    });
    return (await body(call)) as Page<Case>;
  },
  select: ({ items }) => items,
});

/** Whether the advertiser was offered to run the campaign again, and has not said yes yet. */
export function isOffered({ resolution }: Case): boolean {
  return resolution?.extension_offered === true && !resolution.extension_campaign_id;
}
