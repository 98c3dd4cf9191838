import { queryOptions } from "@tanstack/react-query";
import { pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";
import { daysUntil } from "./days";

export type Play = Schema<"ImpressionView">;
export type VoiceRow = Schema<"ShareRow">;
/** Slots given out and plays billed on one UTC day. */
export type DayPlays = { day: string; draws: number; plays: number };
/** Where plays are counted: in one store or on one screen. */
export type Where = { store: string } | { device: string };

/** Days that the pages of places look back, today included. */
export const DAYS = 7;
const MINUTE = 60_000;

const whereKey = (where: Where) => ("store" in where ? where.store : where.device);

/** Today by the appliance's clock, which may be a simulated one. */
async function today(): Promise<string> {
  const system = await queryClient.fetchQuery({
    queryKey: ["system"],
    queryFn: () => body(api.GET("/api/v1/system")),
    staleTime: MINUTE,
  });
  return system.server_time.slice(0, 10);
}

function report(from: string, to: string, where: Where, limit: number) {
  const query = { from, to, limit, by: "campaign" as const, ...where };
  return body(api.GET("/api/v1/reports/share-of-voice", { params: { query } }));
}

/** What each campaign was promised and billed for in the last days, the largest promise first. */
export const voiceQuery = (where: Where) =>
  queryOptions({
    queryKey: ["voice", "campaigns", whereKey(where)],
    queryFn: async () => {
      const last = await today();
      return report(daysUntil(last, DAYS)[0] ?? last, last, where, 50);
    },
    staleTime: MINUTE,
  });

/** Plays by day; one question a day, since the report adds its days up. */
export const dayPlaysQuery = (where: Where) =>
  queryOptions({
    queryKey: ["voice", "days", whereKey(where)],
    queryFn: async (): Promise<DayPlays[]> => {
      const days = daysUntil(await today(), DAYS);
      const reports = await Promise.all(days.map((day) => report(day, day, where, 1)));
      return days.map((day, at) => ({
        day,
        draws: reports[at]?.draws ?? 0,
        plays: reports[at]?.delivered_plays ?? 0,
      }));
    },
    staleTime: MINUTE,
  });

/** So many plays come at a time. */
const FEW = 20;

/** What was played somewhere, newest first. */
export const newestPlaysQuery = (where: Where) =>
  pagesQuery(["places", "newest-plays", whereKey(where)], (cursor) => {
    const query = { limit: FEW, ...(cursor && { cursor }) };
    const params = { path: { id: whereKey(where) }, query };
    return "store" in where
      ? body(api.GET("/api/v1/stores/{id}/impressions", { params }))
      : body(api.GET("/api/v1/devices/{id}/impressions", { params }));
  });
