import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useQuery,
} from "@tanstack/react-query";
import { api, body, type Schema } from "./client";

export type Campaign = Schema<"CampaignView">;
export type Store = Schema<"StoreView">;
export type Device = Schema<"DeviceView">;
export type Advertiser = Schema<"AdvertiserView">;
export type Supplier = Schema<"SupplierView">;
export type CampaignStatus = Schema<"CampaignStatus">;

/** Rows of one page of a list at most. */
export const PAGE = 500;
const MINUTE = 60_000;

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

/** What all lists of the API answer. */
export type Page<T> = { items: T[]; next_cursor?: string | null };

/** Which rows of a list a call asks for. */
type Span = { limit: number; cursor?: string };

/** Pages that one list joins at most. */
const PAGES = 20;

/** All rows of a list, page by page; where the list is longer than that, its cursor is left. */
export async function everything<T>(load: (span: Span) => Promise<Page<T>>): Promise<Page<T>> {
  const items: T[] = [];
  let cursor: string | null | undefined;
  for (let page = 0; page < PAGES; page += 1) {
    const next = await load({ limit: PAGE, ...(cursor && { cursor }) });
    items.push(...next.items);
    cursor = next.next_cursor;
    if (!cursor) break;
  }
  return { items, next_cursor: cursor ?? null };
}

/** A list that is read whole, for names, choices, counts and sums. */
export function wholeQuery<T>(key: readonly unknown[], load: (span: Span) => Promise<Page<T>>) {
  return queryOptions({
    queryKey: key,
    queryFn: () => everything(load),
    select: ({ items }) => items,
  });
}

/** Whether a list is longer than what was read of it. */
export function useIsCut<T>(query: ReturnType<typeof wholeQuery<T>>): boolean {
  const select = ({ next_cursor }: Page<T>) => Boolean(next_cursor);
  return useQuery({ ...query, select, refetchInterval: false }).data ?? false;
}

export const campaignsQuery = wholeQuery([...keys.campaigns, "all"], (query) =>
  body(api.GET("/api/v1/campaigns", { params: { query } })),
);

/** What runs now: asked for again and again while it is looked at, since others start and stop. */
export const runningQuery = {
  ...wholeQuery([...campaignsQuery.queryKey, "running"], (span) =>
    body(api.GET("/api/v1/campaigns", { params: { query: { ...span, status: "ACTIVE" } } })),
  ),
  staleTime: 0,
  refetchInterval: 10_000,
};

export const storesQuery = {
  ...wholeQuery([...keys.stores, "all"], (query) =>
    body(api.GET("/api/v1/stores", { params: { query } })),
  ),
  staleTime: MINUTE,
};

export const devicesQuery = wholeQuery([...keys.devices, "all"], (query) =>
  body(api.GET("/api/v1/devices", { params: { query } })),
);

/** An advertiser gets itself. */
export const advertisersQuery = {
  ...wholeQuery([...keys.advertisers, "all"], (query) =>
    body(api.GET("/api/v1/advertisers", { params: { query } })),
  ),
  staleTime: MINUTE,
};

/** A supplier gets itself. */
export const suppliersQuery = {
  ...wholeQuery([...keys.suppliers, "all"], (query) =>
    body(api.GET("/api/v1/suppliers", { params: { query } })),
  ),
  staleTime: MINUTE,
};

/** A wallet's balances; the start page and the pages of money read it. */
export const walletQuery = (ownerId: string) =>
  queryOptions({
    queryKey: [...keys.wallets, "one", ownerId],
    queryFn: () =>
      body(api.GET("/api/v1/wallets/{owner_id}", { params: { path: { owner_id: ownerId } } })),
  });

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
