import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, body, type Schema } from "./client";

export type Campaign = Schema<"CampaignView">;
export type Store = Schema<"StoreView">;
export type Device = Schema<"DeviceView">;
export type Advertiser = Schema<"AdvertiserView">;
export type Supplier = Schema<"SupplierView">;
export type CampaignStatus = Schema<"CampaignStatus">;

/** Rows of one page of a list at most. */
export const PAGE = 500;

/** Lists that several features read; each key begins with the noun. */
export const keys = {
  campaigns: ["campaigns"] as const,
  stores: ["stores"] as const,
  devices: ["devices"] as const,
  reviews: ["reviews"] as const,
  overview: ["overview"] as const,
  incidents: ["incidents"] as const,
  assets: ["assets"] as const,
  advertisers: ["advertisers"] as const,
  suppliers: ["suppliers"] as const,
  disputes: ["disputes"] as const,
  payouts: ["payouts"] as const,
  wallets: ["wallets"] as const,
};

/** Where the file of an asset lies, for pictures and films. */
export function assetContent(id: string): string {
  return `/api/v1/assets/${id}/content`;
}

/** The newest 500 campaigns, for names and choices. */
export const campaignsQuery = queryOptions({
  queryKey: [...keys.campaigns, "all"],
  queryFn: () => body(api.GET("/api/v1/campaigns", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

/** The newest 500 stores. */
export const storesQuery = queryOptions({
  queryKey: [...keys.stores, "all"],
  queryFn: () => body(api.GET("/api/v1/stores", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
  staleTime: 60_000,
});

/** The newest 500 devices. */
export const devicesQuery = queryOptions({
  queryKey: [...keys.devices, "all"],
  queryFn: () => body(api.GET("/api/v1/devices", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
});

/** The newest 500 advertisers, for names and choices; an advertiser gets itself. */
export const advertisersQuery = queryOptions({
  queryKey: [...keys.advertisers, "all"],
  queryFn: () => body(api.GET("/api/v1/advertisers", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
  staleTime: 60_000,
});

/** The newest 500 suppliers; a supplier gets itself. */
export const suppliersQuery = queryOptions({
  queryKey: [...keys.suppliers, "all"],
  queryFn: () => body(api.GET("/api/v1/suppliers", { params: { query: { limit: PAGE } } })),
  select: ({ items }) => items,
  staleTime: 60_000,
});

/** A wallet's balances; the start page and the pages of money read it. */
export const walletQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [...keys.wallets, "one", ownerId],
    queryFn: () =>
      body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id: ownerId } } })),
  });

/** What all lists of the API answer. */
export type Page<T> = { items: T[]; next_cursor?: string | null };

/**
 * A list that goes on page by page; `load` gets the cursor of the page. `rowsOf` joins what was
 * loaded so far.
 */
export function pagesQuery<T>(
  key: readonly unknown[],
  load: (cursor: string | undefined) => Promise<Page<T>>,
) {
  return infiniteQueryOptions({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    placeholderData: keepPreviousData,
  });
}

export function rowsOf<T>(data: { pages: readonly Page<T>[] }): T[] {
  return data.pages.flatMap(({ items }) => items);
}
