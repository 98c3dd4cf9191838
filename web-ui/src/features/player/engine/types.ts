import type { Schema } from "../../../api/client";

export type Manifest = Schema<"Manifest">;
export type ManifestCampaign = Schema<"ManifestCampaign">;
export type Order = Schema<"PendingCommand">;

/** A pair of keys with the id that the appliance knows it by. */
export type DeviceKey = { id: string; pair: CryptoKeyPair };

/** What the appliance knows this screen by. The private key cannot leave the browser. */
export type Identity = { deviceId: string; token: string; key: DeviceKey };

/** What is to be shown: offered by the appliance, or chosen here while it does not answer. */
export type Ad = {
  campaignId: string;
  assetId: string;
  variantId: string | null;
  kind: "IMAGE" | "VIDEO";
  sha256: string;
  seconds: number;
  /** Null where it follows from the manifest's seed and the id of the play. */
  captureSecond: number | null;
  leaseId: string | null;
};

/** A play before it is signed. */
export type Draft = {
  impression_id: string;
  campaign_id: string;
  device_id: string;
  content_asset_id: string;
  variant_id?: string;
  lease_id?: string;
  /** The end of the play by the device's clock, exactly as signed. */
  played_at: string;
  duration_actual: number;
  key_id: string;
  counter: number;
};

/** A signed play: all of the body but how and when it is delivered. This is what the queue keeps. */
export type Play = Draft & {
  proof: { screenshot_hash: string; device_signature: string };
  signature_version: 2;
};

/** A frame that was captured, and the hash that was signed. */
export type Frame = { jpeg: Blob; sha256: string };
