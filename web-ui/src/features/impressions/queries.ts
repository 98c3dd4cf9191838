import { queryOptions } from "@tanstack/react-query";
import * as z from "zod/mini";
import { PAGE, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { type Decimal, readDecimal } from "../../lib/decimal";

export type Play = Schema<"ImpressionView">;
export type Trail = Schema<"Trail">;
export type PlayStatus = Schema<"PlayStatus">;

/** Plays of a campaign, newest first; the refused ones alone are a list of their own. */
export const playsQuery = (campaign: string, onlyRejected: boolean) =>
  pagesQuery(["impressions", "list", campaign, onlyRejected], (cursor) => {
    const params = {
      path: { id: campaign },
      query: { limit: PAGE, ...(cursor && { cursor }) },
    };
    return onlyRejected
      ? body(api.GET("/api/v1/campaigns/{id}/rejections", { params }))
      : body(api.GET("/api/v1/campaigns/{id}/impressions", { params }));
  });

/** Everything about one play. */
export const trailQuery = (id: string) =>
  queryOptions({
    queryKey: ["impressions", "trail", id],
    queryFn: () => body(api.GET("/api/v1/impressions/{id}/audit", { params: { path: { id } } })),
  });

const decimal = z.pipe(
  z.union([z.string(), z.number()]),
  z.transform((value: string | number): Decimal => readDecimal(String(value)) ?? "0"),
);

const STEPS = z.object({
  mode: z.string(),
  rate_version: z.number(),
  base_rate: decimal,
  traffic_percent: z.number(),
  device_percent: z.number(),
  paid_seconds: z.number(),
  full_seconds: z.number(),
  priority_percent: z.number(),
  quality_percent: z.number(),
});
export type PriceSteps = z.infer<typeof STEPS>;

/** The document does not say what the steps of a price are. */
export function priceSteps({ price_steps }: Trail): PriceSteps | null {
  const read = STEPS.safeParse(price_steps);
  return read.success ? read.data : null;
}

const DEDUCTIONS = z.array(z.object({ reason: z.string(), points: z.number() }));

/** The document does not say what a deduction is. */
export function deductions({ deductions: given }: Play): z.infer<typeof DEDUCTIONS> {
  const read = DEDUCTIONS.safeParse(given);
  return read.success ? read.data : [];
}
