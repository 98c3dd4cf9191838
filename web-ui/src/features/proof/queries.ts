import { queryOptions } from "@tanstack/react-query";
import { keys, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { Problem } from "../../api/problem";
import { queryOf, type Range } from "./days";

export type Report = Schema<"ProofOfPlay">;
export type Screenshot = Schema<"ScreenshotView">;
export type FinalReport = Schema<"FinalReportView">;

const MINUTE = 60_000;
const PICTURES = 60;
const byId = (id: string) => ({ params: { path: { id } } });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "one", id],
    queryFn: () => body(api.GET("/api/v1/campaigns/{id}", byId(id))),
  });

/** The report of some days; a live one is asked for again each minute. */
export const reportQuery = (id: string, range: Range) =>
  queryOptions({
    queryKey: [...keys.campaigns, "report", id, range.from, range.to],
    queryFn: () =>
      body(
        api.GET("/api/v1/campaigns/{id}/proof-of-play", {
          params: { path: { id }, query: queryOf(range) },
        }),
      ),
    staleTime: MINUTE,
    refetchInterval: ({ state }) => (state.data?.status === "LIVE" ? MINUTE : false),
  });

/** The same days in one store: day by day, screen by screen. */
export const storeReportQuery = (id: string, storeId: string, range: Range) =>
  queryOptions({
    queryKey: [...keys.campaigns, "report", id, range.from, range.to, storeId],
    queryFn: () =>
      body(
        api.GET("/api/v1/campaigns/{id}/proof-of-play/stores/{store_id}", {
          params: { path: { id, store_id: storeId }, query: queryOf(range) },
        }),
      ),
    staleTime: MINUTE,
  });

/** What stays for ever of a campaign that is over; null while it runs. */
export const finalReportQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.campaigns, "final", id],
    queryFn: async (): Promise<FinalReport | null> => {
      try {
        return await body(api.GET("/api/v1/campaigns/{id}/final-report", byId(id)));
      } catch (problem) {
        if (problem instanceof Problem && problem.status === 404) return null;
        throw problem;
      }
    },
    staleTime: MINUTE,
  });

export const picturesQuery = (id: string, range: Range, withGone: boolean) =>
  pagesQuery([...keys.campaigns, "pictures", id, range.from, range.to, withGone], (cursor) =>
    body(
      api.GET("/api/v1/campaigns/{id}/screenshots", {
        params: {
          path: { id },
          query: { ...range, deleted: withGone, limit: PICTURES, ...(cursor && { cursor }) },
        },
      }),
    ),
  );
