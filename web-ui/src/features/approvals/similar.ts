import type { Campaign } from "../../api/catalog";
import type { Asset } from "./items";

/** What two campaigns of one advertiser may have in common. */
export const CRITERIA = ["brand", "category", "stores", "content", "dates"] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Stores in both, of the longer list, from which on they count as the same. */
const OVERLAP = 0.8;
/** So many criteria in common are a near-duplicate. */
const ENOUGH = 3;

export type Similar = { campaign: Campaign; inCommon: readonly Criterion[]; overlap: number };

/** Compared are those that were submitted and neither refused nor called off. */
const COMPARED: readonly Campaign["status"][] = [
  "PENDING_APPROVAL",
  "SCHEDULED",
  "ACTIVE",
  "PAUSED",
  "ERROR",
  "COMPLETED",
];

/** The other campaigns of the advertiser that are much like one, most alike first. */
export function similarTo(
  campaign: Campaign,
  others: readonly Campaign[],
  assets: readonly Asset[],
): Similar[] {
  const hashes = new Map(assets.map(({ id, sha256 }) => [id, sha256]));
  return others
    .filter((other) => other.id !== campaign.id && COMPARED.includes(other.status))
    .map((other) => ({
      campaign: other,
      inCommon: inCommon(campaign, other, hashes),
      overlap: overlapOf(campaign.target_stores, other.target_stores),
    }))
    .filter(({ inCommon }) => inCommon.length >= ENOUGH)
    .sort((a, b) => b.inCommon.length - a.inCommon.length || b.overlap - a.overlap);
}

function inCommon(a: Campaign, b: Campaign, hashes: ReadonlyMap<string, string>): Criterion[] {
  const holds: Record<Criterion, boolean> = {
    brand: brandOf(a) !== "" && brandOf(a) === brandOf(b),
    category: a.category !== null && a.category !== undefined && a.category === b.category,
    stores: a.target_stores.length > 0 && overlapOf(a.target_stores, b.target_stores) >= OVERLAP,
    content: sameFiles(filesOf(a, hashes), filesOf(b, hashes)),
    dates: areTogether(a, b),
  };
  return CRITERIA.filter((criterion) => holds[criterion]);
}

function brandOf({ brand_name }: Campaign): string {
  return (brand_name ?? "").trim().toLowerCase();
}

/** Part of the longer list that is in both, 0 to 1. */
export function overlapOf(a: readonly string[], b: readonly string[]): number {
  const inB = new Set(b);
  const longer = Math.max(new Set(a).size, inB.size);
  return longer === 0 ? 0 : [...new Set(a)].filter((id) => inB.has(id)).length / longer;
}

/** Files by their hash, so that the same file uploaded twice is one. */
function filesOf({ content_assets }: Campaign, hashes: ReadonlyMap<string, string>): Set<string> {
  return new Set(content_assets.map((id) => hashes.get(id) ?? id));
}

function sameFiles(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && a.size === b.size && [...a].every((file) => b.has(file));
}

function areTogether(a: Campaign, b: Campaign): boolean {
  if (!a.start_date || !a.end_date || !b.start_date || !b.end_date) return false;
  const [fromA, toA] = [Date.parse(a.start_date), Date.parse(a.end_date)];
  const [fromB, toB] = [Date.parse(b.start_date), Date.parse(b.end_date)];
  return fromA <= toB && fromB <= toA;
}
