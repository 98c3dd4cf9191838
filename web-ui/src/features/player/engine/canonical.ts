import { base64, utf8 } from "./bytes";
import type { DeviceKey, Draft, Play } from "./types";

const HEADER = "vetrina-play-v2";

/** Degrees with exactly six decimals, as they are signed; never a negative zero. */
export function degrees(value: number): string {
  const text = value.toFixed(6);
  return /^-0\.0+$/.test(text) ? text.slice(1) : text;
}

/** Where a device says it stands. */
export type Place = { lat: number; lng: number };

/** The 13 lines that version 2 of the signature covers; a line break within a field is refused. */
export function signedText(draft: Draft, screenshotHash: string, place?: Place): string {
  const lines = [
    HEADER,
    draft.key_id,
    draft.device_id,
    String(draft.counter),
    draft.impression_id,
    draft.campaign_id,
    draft.content_asset_id,
    draft.variant_id ?? "",
    draft.played_at,
    String(draft.duration_actual),
    screenshotHash,
    place ? degrees(place.lat) : "",
    place ? degrees(place.lng) : "",
  ];
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error("a field holds a line break");
  return lines.join("\n");
}

/** A play with its signature. */
export async function sign(draft: Draft, screenshotHash: string, key: DeviceKey): Promise<Play> {
  const text = utf8(signedText(draft, screenshotHash));
  const { privateKey } = key.pair;
  const signature = await crypto.subtle.sign("RSASSA-PKCS1-v1_5", privateKey, text);
  return {
    ...draft,
    proof: {
      screenshot_hash: screenshotHash,
      device_signature: base64(new Uint8Array(signature)),
    },
    signature_version: 2,
  };
}
