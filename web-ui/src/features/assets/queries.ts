import { queryOptions, useMutation, useQuery } from "@tanstack/react-query";
import { assetContent, keys, PAGE, pagesQuery } from "../../api/catalog";
import { api, body, type Schema } from "../../api/client";
import { queryClient } from "../../api/query";
import type { MediaFile } from "../../ui/media";

export type Asset = Schema<"AssetView">;
export type AssetStatus = Schema<"AssetStatus">;
export type ScanFlag = Schema<"ScanFlag">;

/** Pictures that are drawn at a time. */
const FEW = 48;

export const SORTS = ["-created_at", "name", "license_expires_at"] as const;

export type Wanted = {
  status: AssetStatus | null;
  kind: Schema<"AssetKind"> | null;
  advertiser: string | null;
  q: string;
  sort: (typeof SORTS)[number];
};

export const assetsQuery = ({ status, kind, advertiser, q, sort }: Wanted) =>
  pagesQuery([...keys.assets, "list", status, kind, advertiser, q, sort], (cursor) =>
    body(
      api.GET("/api/v1/assets", {
        params: {
          query: {
            limit: FEW,
            sort,
            ...(status && { status }),
            ...(kind && { kind }),
            ...(advertiser && { advertiser_id: advertiser }),
            ...(q.trim() && { q: q.trim() }),
            ...(cursor && { cursor }),
          },
        },
      }),
    ),
  );

export const assetQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.assets, "one", id],
    queryFn: () => body(api.GET("/api/v1/assets/{id}", { params: { path: { id } } })),
  });

/** The other files of a buyer, to compare with: the newest 500. */
export const ofAdvertiserQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.assets, "of", id],
    queryFn: () =>
      body(api.GET("/api/v1/assets", { params: { query: { advertiser_id: id, limit: PAGE } } })),
    select: ({ items }) => items,
  });

export const advertisersQuery = queryOptions({
  queryKey: ["advertisers", "names"],
  queryFn: () => body(api.GET("/api/v1/advertisers", { params: { query: { limit: PAGE } } })),
  staleTime: 60_000,
});

/** Buyers by id. */
export function useAdvertisers(): { id: string; name: string }[] {
  return useQuery(advertisersQuery).data?.items ?? [];
}

export function mediaOf({ id, kind, name, duration_seconds }: Asset): MediaFile {
  return { src: assetContent(id), kind, name, seconds: duration_seconds };
}

export type AssetDeed =
  | { deed: "approve"; flags: readonly ScanFlag[] }
  | { deed: "reject"; reason: string }
  | { deed: "mark"; flags: readonly ScanFlag[] }
  | { deed: "licence"; end: string | null };

/** Changes one file; the answer is the file as it stands now. */
export function useAssetDeed(id: string) {
  return useMutation({
    mutationFn: (given: AssetDeed) => body(callOf(id, given)),
    onSuccess: (asset) => queryClient.setQueryData(assetQuery(id).queryKey, asset),
    onSettled: () =>
      Promise.all(
        [keys.assets, keys.campaigns, keys.overview, ["approvals"]].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

function callOf(id: string, given: AssetDeed) {
  const at = { params: { path: { id } } };
  switch (given.deed) {
    case "approve":
      return api.POST("/api/v1/assets/{id}/approve", {
        ...at,
        body: { scan_flags: [...given.flags] },
      });
    case "reject":
      return api.POST("/api/v1/assets/{id}/reject", { ...at, body: { reason: given.reason } });
    case "mark":
      return api.PUT("/api/v1/assets/{id}/scan-flags", {
        ...at,
        body: { scan_flags: [...given.flags] },
      });
    case "licence":
      return api.PATCH("/api/v1/assets/{id}", { ...at, body: { license_expires_at: given.end } });
  }
}
