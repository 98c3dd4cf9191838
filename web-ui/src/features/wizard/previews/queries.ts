import { queryOptions } from "@tanstack/react-query";
import { type CampaignStatus, keys } from "../../../api/catalog";
import { api, body, type Schema } from "../../../api/client";

export type Kind = "content" | "device" | "store" | "schedule";
export const KINDS: readonly Kind[] = ["content", "device", "store", "schedule"];

/** The screen that is simulated. */
export type Screen = {
  assetId: string | null;
  inches: 32 | 42 | 55 | 65;
  resolution: Schema<"Resolution">;
  orientation: Schema<"Orientation">;
  storeId: string | null;
};

export const INCHES: readonly Screen["inches"][] = [32, 42, 55, 65];

export const previewQuery = (id: string, stamp: string, kind: Kind, screen: Screen) =>
  queryOptions({
    queryKey: [...keys.campaigns, "preview", id, stamp, kind, screen],
    queryFn: () =>
      body(
        api.GET("/api/v1/campaigns/{id}/previews/{kind}", {
          params: {
            path: { id, kind },
            query: {
              inches: screen.inches,
              resolution: screen.resolution,
              orientation: screen.orientation,
              ...(screen.assetId !== null && { asset_id: screen.assetId }),
              ...(screen.storeId !== null && { store_id: screen.storeId }),
            },
          },
        }),
      ),
    staleTime: 5 * 60_000,
  });

const PLANNED: readonly CampaignStatus[] = ["DRAFT", "PENDING_APPROVAL", "SCHEDULED", "REJECTED"];
const STANDING: readonly CampaignStatus[] = [...PLANNED, "PAUSED", "ERROR"];
const ANY: readonly CampaignStatus[] = [...STANDING, "ACTIVE"];

/** In which statuses the appliance draws each kind. */
const AVAILABLE: Record<Kind, readonly CampaignStatus[]> = {
  content: PLANNED,
  device: ANY,
  store: STANDING,
  schedule: ANY,
};

/** The previews of a campaign in a status; without stores there is no store to show it in. */
export function kindsOf(status: CampaignStatus, hasStores: boolean): Kind[] {
  return KINDS.filter(
    (kind) =>
      AVAILABLE[kind].includes(status) && (hasStores || kind === "content" || kind === "device"),
  );
}
