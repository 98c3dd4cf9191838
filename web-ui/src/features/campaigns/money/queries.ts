import { useMutation } from "@tanstack/react-query";
import { type Campaign, keys } from "../../../api/catalog";
import { api, body, type Schema } from "../../../api/client";
import { queryClient } from "../../../api/query";
import type { Decimal } from "../../../lib/decimal";
import { campaignQuery } from "../queries";

const byId = (id: string) => ({ params: { path: { id } } });

const shows = (id: string) => ({
  meta: { showsProblem: true },
  onSuccess: (campaign: Campaign) => queryClient.setQueryData(campaignQuery(id).queryKey, campaign),
  onSettled: () =>
    Promise.all(
      [keys.campaigns, keys.overview, keys.wallets].map((queryKey) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    ),
});

export function useTopUp(id: string) {
  return useMutation({
    mutationFn: (additional_budget: Decimal) =>
      body(api.POST("/api/v1/campaigns/{id}/top-up", { ...byId(id), body: { additional_budget } })),
    ...shows(id),
  });
}

export function useSetPricing(id: string) {
  return useMutation({
    mutationFn: (pricing: Schema<"PricingBody">) =>
      body(api.PUT("/api/v1/campaigns/{id}/pricing", { ...byId(id), body: pricing })),
    ...shows(id),
  });
}
