import { hex, utf8 } from "../../../lib/bytes";
import { DEDUCTIONS, type Evidence, FLAGS, type Leaf } from "./model";
import { type Head, readHashes, requireHash } from "./note";
import { checkInclusion, leafHash } from "./proof";
import { type Found, fail, type Report, same, says } from "./report";
import { campaignOf, playedAt } from "./signed";
import { formatTime } from "./text";

type Value = string | number | bigint | boolean | null;

/** The entry says exactly what the other parts say. */
export async function checkLeaf(evidence: Evidence): Promise<Found> {
  await checkEntry(evidence.leaf, playEntry(evidence));
  return [null, says("leaf.holds", { index: evidence.leaf.index })];
}

async function checkEntry(leaf: Leaf, written: string): Promise<void> {
  if (leaf.entry !== written) {
    const [found, wanted] = [leaf.entry.split("\n"), written.split("\n")];
    const at = found.findIndex((line, place) => line !== wanted[place]);
    throw fail("leaf.differs", { found: found[at] ?? "…", expected: wanted[at] ?? "…" });
  }
  same("leafHash", leaf.hash, hex(await leafHash(written)));
}

/** The leaf of the play, from the other parts of the file. */
function playEntry(evidence: Evidence): string {
  const { submission: sent, device, verdict, price, money } = evidence;
  const campaign = campaignOf(sent);
  const moment = playedAt(sent);
  const screenshot = screenshotOf(sent.screenshot_hash);
  if ((sent.lat_microdegrees === null) !== (sent.lng_microdegrees === null))
    throw fail("leaf.place");
  if ((verdict.ab_test === null) !== (verdict.ab_variant === null)) throw fail("leaf.variant");
  requireHash(sent.proof_hash);
  return entry("vetrina-play-leaf-v1", [
    ["impression", sent.impression_id],
    ["campaign", campaign],
    ["device", device.id],
    ["store", device.store_id],
    ["supplier", device.supplier_id],
    ["asset", sent.content_asset_id],
    ["key", device.key_id],
    ["key_named", sent.key_id],
    ["signature_version", sent.signature_version],
    ["counter", sent.counter],
    ["lease", sent.lease_id],
    ["variant", outside(sent.variant_id)],
    ["ab_test", verdict.ab_test],
    ["ab_variant", verdict.ab_variant],
    ["test_run", verdict.test_run],
    ["played_at", moment],
    ["received_at", verdict.received_at],
    ["sent_at", sent.sent_at],
    ["queued", sent.queued],
    ["delayed", verdict.delayed],
    ["duration_expected", verdict.duration_expected],
    ["duration_actual", sent.duration_actual],
    ["lat", sent.lat_microdegrees],
    ["lng", sent.lng_microdegrees],
    ["screenshot", screenshot],
    ["raw_campaign", raw(sent.campaign_id, campaign)],
    ["raw_played_at", raw(sent.played_at, formatTime(moment))],
    ["raw_screenshot", raw(sent.screenshot_hash, screenshot ?? "")],
    ["quality", verdict.quality],
    [
      "deductions",
      bits(
        verdict.deductions.map(({ reason }) => reason),
        DEDUCTIONS.map(([reason]) => reason),
      ),
    ],
    ["flags", bits(verdict.flags, FLAGS)],
    ["reviewed", verdict.status === "UNDER_REVIEW"],
    ["peak", price.is_peak],
    ["rate_version", price.rate_version],
    ["cpm", price.cpm_micros],
    ["cost", money.cost_micros],
    ["charged", money.charged_micros],
    ["absorbed", money.absorbed_micros],
    ["supplier_share", money.supplier_micros],
    ["remaining", money.remaining_micros],
    ["proof", sent.proof_hash],
  ]);
}

function screenshotOf(text: string): string | null {
  return text === ""
    ? null
    : hex(requireHash(text.replace(/[A-F]/g, (sign) => sign.toLowerCase())));
}

/** A text as sent, where it is not the canonical one. */
function raw(sent: string, canonical: string): string | null {
  return sent === canonical ? null : outside(sent);
}

function entry(header: string, lines: readonly (readonly [name: string, value: Value])[]): string {
  const written = lines.map(([name, value]) => `${name} ${wordOf(value)}\n`);
  return `${header}\n${written.join("")}`;
}

function wordOf(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return value === null ? "" : String(value);
}

/** A text from outside: all but plain visible characters are written as `%XX`. */
function outside(text: string | null): string | null {
  if (text === null) return null;
  const signs = Array.from(utf8(text), (byte) =>
    byte > 0x20 && byte < 0x7f && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`,
  );
  return signs.join("");
}

function bits(found: readonly string[], all: readonly string[]): number {
  return all.reduce((sum, word, place) => sum + (found.includes(word) ? 2 ** place : 0), 0);
}

/** The leaf is in the tree of the checkpoint. */
export async function checkIncluded(leaf: Leaf, head: Head): Promise<Found> {
  await checkInclusion(head, leaf.index, requireHash(leaf.hash), readHashes(leaf.inclusion));
  return [null, says("inclusion.holds", { index: leaf.index, size: head.size })];
}

/** The leaf that takes the play back, and its own proof. */
export async function checkReversal(evidence: Evidence, head: Head, report: Report): Promise<void> {
  const { reversal, leaf, submission } = evidence;
  if (!reversal) return report.absent("REVERSAL", says("reversal.none"));
  await report.note("REVERSAL", async () => {
    requireHash(submission.proof_hash);
    const written = entry("vetrina-reversal-leaf-v1", [
      ["impression", evidence.impression_id],
      ["play_leaf", leaf.index],
      ["reason", outside(reversal.reason)],
      ["decided_at", reversal.decided_at],
      ["proof", submission.proof_hash],
    ]);
    await checkEntry(reversal.leaf, written);
    if (reversal.leaf.index <= leaf.index) throw fail("reversal.order");
    return checkIncluded(reversal.leaf, head);
  });
}
