import { queryOptions, useMutation } from "@tanstack/react-query";
import { campaignsQuery, keys, wholeQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";
import type { Decimal } from "../../lib/decimal";

export type Reason = Schema<"SuspensionReason">;
export const REASONS = [
  "PAYMENT_DEFAULT",
  "POLICY_VIOLATION",
  "FRAUD_INVESTIGATION",
  "LEGAL_REQUIREMENT",
  "KYC_FAILURE",
] as const satisfies readonly Reason[];

const byId = (id: string) => ({ params: { path: { id } } });

export const advertiserQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.advertisers, "one", id],
    queryFn: () => body(api.GET("/api/v1/advertisers/{id}", byId(id))),
  });

/** All campaigns of an advertiser. */
export const ownCampaignsQuery = (advertiserId: string) =>
  wholeQuery([...campaignsQuery.queryKey, "of", advertiserId], (span) =>
    body(
      api.GET("/api/v1/campaigns", {
        params: { query: { ...span, advertiser_id: advertiserId } },
      }),
    ),
  );

export const supplierQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.suppliers, "one", id],
    queryFn: () => body(api.GET("/api/v1/suppliers/{id}", byId(id))),
  });

export type NewParty = { name: string; email: string; language: Schema<"Language"> };

/** Changes name, address or language. */
export function useChange(kind: "advertisers" | "suppliers", id: string) {
  return useMutation({
    mutationFn: async (change: Partial<NewParty>): Promise<{ id: string }> =>
      kind === "advertisers"
        ? body(api.PATCH("/api/v1/advertisers/{id}", { ...byId(id), body: change }))
        : body(api.PATCH("/api/v1/suppliers/{id}", { ...byId(id), body: change })),
    meta: { showsProblem: true },
    onSettled: refresh,
  });
}

export function useCreate(kind: "advertisers" | "suppliers") {
  return useMutation({
    mutationFn: async (given: NewParty): Promise<{ id: string }> =>
      kind === "advertisers"
        ? body(api.POST("/api/v1/advertisers", { body: given }))
        : body(api.POST("/api/v1/suppliers", { body: given })),
    meta: { showsProblem: true },
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys[kind] }),
  });
}

/** What an admin does with an advertiser's account. */
export type AdvertiserDeed =
  | { deed: "verify" | "approveDebt" }
  | { deed: "suspend"; reason: Reason; note: string }
  | { deed: "reinstate"; note: string }
  | { deed: "terminate"; reason: Reason; note: string; debt: Decimal | null }
  | { deed: "rejectDebt"; reason: string }
  | { deed: "settle"; reference: string };

export function useAdvertiserDeed(id: string) {
  return useMutation({
    mutationFn: (given: AdvertiserDeed) => body(advertiserCall(id, given)),
    onSuccess: (row) => queryClient.setQueryData(advertiserQuery(id).queryKey, row),
    onSettled: refresh,
  });
}

const orNull = (text: string) => (text === "" ? null : text);

function advertiserCall(id: string, given: AdvertiserDeed) {
  const at = byId(id);
  switch (given.deed) {
    case "verify":
      return api.POST("/api/v1/advertisers/{id}/verify-email", { ...at, body: {} });
    case "suspend": {
      const { reason, note } = given;
      return api.POST("/api/v1/advertisers/{id}/suspend", {
        ...at,
        body: { reason, note: orNull(note) },
      });
    }
    case "reinstate":
      return api.POST("/api/v1/advertisers/{id}/reinstate", {
        ...at,
        body: { note: orNull(given.note) },
      });
    case "terminate": {
      const { reason, note, debt } = given;
      return api.POST("/api/v1/advertisers/{id}/terminate", {
        ...at,
        body: { reason, note: orNull(note), outstanding_debt: debt },
      });
    }
    case "approveDebt":
      return api.POST("/api/v1/advertisers/{id}/debt/approve", {
        ...at,
        body: { reason: null },
      });
    case "rejectDebt":
      return api.POST("/api/v1/advertisers/{id}/debt/reject", {
        ...at,
        body: { reason: given.reason },
      });
    case "settle":
      return api.POST("/api/v1/advertisers/{id}/settlement", {
        ...at,
        body: { reference: given.reference },
      });
  }
}

/** What an admin does with a supplier's account. */
export type SupplierDeed =
  | { deed: "reinstate" }
  | { deed: "suspend" | "terminate"; reason: string }
  | { deed: "clearFlag"; note: string };

export function useSupplierDeed(id: string) {
  return useMutation({
    mutationFn: (given: SupplierDeed) => body(supplierCall(id, given)),
    onSuccess: (row) => queryClient.setQueryData(supplierQuery(id).queryKey, row),
    onSettled: refresh,
  });
}

function supplierCall(id: string, given: SupplierDeed) {
  const at = byId(id);
  switch (given.deed) {
    case "reinstate":
      return api.POST("/api/v1/suppliers/{id}/reinstate", { ...at, body: {} });
    case "suspend":
      return api.POST("/api/v1/suppliers/{id}/suspend", {
        ...at,
        body: { reason: given.reason },
      });
    case "terminate":
      return api.POST("/api/v1/suppliers/{id}/terminate", {
        ...at,
        body: { reason: given.reason },
      });
    case "clearFlag":
      return api.POST("/api/v1/suppliers/{id}/chargeback-flag/clear", {
        ...at,
        body: { note: given.note },
      });
  }
}

function refresh() {
  return Promise.all(
    [keys.advertisers, keys.suppliers, keys.campaigns, keys.wallets].map((queryKey) =>
      queryClient.invalidateQueries({ queryKey }),
    ),
  );
}
