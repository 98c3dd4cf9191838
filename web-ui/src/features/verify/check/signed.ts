import { type Bytes, hex, readBase64, sha256, utf8 } from "../../../lib/bytes";
import type { Evidence, Submission } from "./model";
import { type Found, fail, same, says } from "./report";
import { type DeviceKey, readDeviceKey } from "./spki";
import { formatTime, parseTime, parseUuid } from "./text";

const NOBODY = "00000000-0000-0000-0000-000000000000";

/** The campaign, from the text as sent. */
export function campaignOf(sent: Submission): string {
  const campaign = parseUuid(sent.campaign_id);
  if (campaign === null) throw fail("sent.campaign");
  return campaign;
}

/** End of the play, from the text as sent. */
export function playedAt(sent: Submission): number {
  const moment = parseTime(sent.played_at);
  if (moment === null) throw fail("sent.time");
  return moment;
}

/** The device's key, and that it counted for this play. */
export async function checkKey(evidence: Evidence): Promise<Found<DeviceKey>> {
  const { device, submission: sent } = evidence;
  const key = await readDeviceKey(device.public_key_pem);
  same("fingerprint", device.key_fingerprint, key.fingerprint);
  same("device", device.id, sent.device_id);
  if (device.key_valid_from > evidence.verdict.received_at) {
    throw fail("key.early", { from: formatTime(device.key_valid_from) });
  }
  const moment = playedAt(sent);
  const until = device.key_valid_until;
  if (until !== null && until <= moment) {
    throw fail("key.late", { until: formatTime(until) });
  }
  return [key, says("key.holds", { bits: key.bits, key: device.key_id, device: device.id })];
}

/** The device's signature over the text that the submission leads to, and the proof hash. */
export async function checkSignature(evidence: Evidence, key: DeviceKey | null): Promise<Found> {
  const { device, submission: sent } = evidence;
  if (key === null) throw fail("signature.noKey");
  same("play", sent.impression_id, evidence.impression_id);
  const isOther = sent.key_id !== null && sent.key_id !== device.key_id;
  if (isOther && sent.signature_version !== 1n) throw fail("signature.otherKey");
  const text = signedText(sent);
  if (text !== sent.signed_text) throw fail("signature.text");
  const signature = readBase64(sent.device_signature);
  if (signature === null) throw fail("signature.form");
  if (signature.length !== Math.ceil(key.bits / 8)) throw fail("signature.form");
  if (!(await verifiesRsa(key, utf8(text), signature))) throw fail("signature.invalid");
  same("proofHash", sent.proof_hash, hex(await sha256(utf8(text), signature)));
  return [null, says("signature.holds", { version: sent.signature_version })];
}

async function verifiesRsa({ der }: DeviceKey, text: Bytes, signature: Bytes): Promise<boolean> {
  const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("spki", der, algorithm, false, ["verify"]);
  return crypto.subtle.verify(algorithm, key, signature, text);
}

function signedText(sent: Submission): string {
  if (sent.signature_version === 1n) {
    return sent.campaign_id + sent.played_at + sent.screenshot_hash;
  }
  if (sent.signature_version !== 2n) {
    throw fail("signature.version", { version: sent.signature_version });
  }
  const lines = [
    "vetrina-play-v2",
    sent.key_id ?? NOBODY,
    sent.device_id,
    String(sent.counter ?? 0n),
    sent.impression_id,
    campaignOf(sent),
    sent.content_asset_id,
    oneLine(sent.variant_id ?? ""),
    oneLine(sent.played_at),
    String(sent.duration_actual),
    oneLine(sent.screenshot_hash),
    degrees(sent.lat_microdegrees),
    degrees(sent.lng_microdegrees),
  ];
  return lines.join("\n");
}

function oneLine(text: string): string {
  if (/[\n\r]/.test(text)) throw fail("signature.text");
  return text;
}

/** Degrees with exactly six decimals; nothing where there is no place. */
export function degrees(microdegrees: bigint | null): string {
  if (microdegrees === null) return "";
  const size = microdegrees < 0n ? -microdegrees : microdegrees;
  const fraction = String(size % 1_000_000n).padStart(6, "0");
  return `${microdegrees < 0n ? "-" : ""}${size / 1_000_000n}.${fraction}`;
}
