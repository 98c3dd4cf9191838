import { sha256, utf8 } from "./bytes";
import type { Ad, Manifest, ManifestCampaign } from "./types";

const SECOND = 1000;
const HOUR = 60 * 60 * SECOND;
const DAY = 24 * HOUR;
/** The appliance counts a campaign once a device in such a span. */
const BUCKET = 5 * 60 * SECOND;
/** Plays of a campaign in an hour while nobody offers them. */
const PLAYS_AN_HOUR = 2;
/** Slots an hour of a device that declared none; more would look like fraud. */
const USUAL_SLOTS = 12;
/** How much later than even a slot may come, as no screen is a clockwork. */
const JITTER = 0.2;
/** So long a play is remembered: as long as one can arrive. */
const REMEMBERED = 4 * HOUR;

/** A play that was made here, by its end. */
export type Past = { campaignId: string; endedAt: number };

/** The plays made here that still matter, with one more. */
export function remember(history: readonly Past[], play: Past): Past[] {
  // What lies ahead was noted by a clock that was wrong.
  const isNear = (ago: number) => ago >= 0 && ago < REMEMBERED;
  return [...history.filter(({ endedAt }) => isNear(play.endedAt - endedAt)), play];
}

type Daypart = ManifestCampaign["dayparts"][number];
const DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"] as const;

/** Whether a window of the week holds a moment of the wall clock here; it may pass midnight. */
export function isWithin({ days, from, to }: Daypart, at: Date): boolean {
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const has = (day: number) => days.some((name) => name === DAYS[(day + 7) % 7]);
  const today = at.getDay();
  if (from < to) return from <= time && time < to && has(today);
  return (time >= from && has(today)) || (time < to && has(today - 1));
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}

/** The campaigns of a manifest that may play now without the appliance. */
export function playable(
  manifest: Manifest,
  history: readonly Past[],
  now: number,
): ManifestCampaign[] {
  if (now > Date.parse(manifest.valid_until)) return [];
  const at = new Date(now);
  const isOtherDay = Math.floor(now / DAY) > Math.floor(Date.parse(manifest.generated_at) / DAY);
  return manifest.campaigns.filter((campaign) => {
    const { campaign_id: id, start_date: start, end_date: end, dayparts } = campaign;
    const longest = Math.max(0, ...campaign.assets.map((asset) => asset.duration_seconds));
    const endsAt = now + longest * SECOND;
    const plays = history.filter((past) => past.campaignId === id);
    const used = plays.some((past) => bucket(past.endedAt) === bucket(endsAt));
    const recent = plays.filter((past) => endsAt - past.endedAt < HOUR).length;
    const begun = start == null || Date.parse(start) <= now;
    const lasts = end == null || endsAt <= Date.parse(end);
    const open = dayparts.length === 0 || dayparts.some((daypart) => isWithin(daypart, at));
    const hasMoney = !campaign.daily_cap_reached || isOtherDay;
    const hasContent = campaign.assets.length > 0;
    return hasContent && begun && lasts && open && hasMoney && !used && recent < PLAYS_AN_HOUR;
  });
}

function bucket(ms: number): number {
  return Math.floor(ms / BUCKET);
}

/** Draws one by weight; where no weight is above zero, all are alike. `random` is below 1. */
export function draw<T>(from: readonly T[], weightOf: (one: T) => number, random: number) {
  const sum = from.reduce((total, one) => total + Math.max(0, weightOf(one)), 0);
  let left = random * (sum > 0 ? sum : from.length);
  for (const one of from) {
    left -= sum > 0 ? Math.max(0, weightOf(one)) : 1;
    if (left < 0) return one;
  }
  return from.at(-1);
}

/** A manifest with only the assets whose files are at hand. */
export function onlyWith(manifest: Manifest, isHere: (sha256: string) => boolean): Manifest {
  const campaigns = manifest.campaigns.map((campaign) => ({
    ...campaign,
    assets: campaign.assets.filter(({ sha256 }) => isHere(sha256)),
  }));
  return { ...manifest, campaigns };
}

/** What to show now without the appliance; null where nothing may be shown. */
export function chooseOffline(
  manifest: Manifest,
  history: readonly Past[],
  now: number,
  random: () => number = Math.random,
): Ad | null {
  const candidates = playable(manifest, history, now);
  const campaign = draw(candidates, ({ weight }) => weight, random());
  if (!campaign) return null;
  const variant = draw(campaign.variants, ({ weight }) => weight, random());
  const assets = variant
    ? campaign.assets.filter(({ asset_id: id }) => variant.asset_ids.includes(id))
    : campaign.assets;
  const turn = history.filter(({ campaignId }) => campaignId === campaign.campaign_id).length;
  const asset = assets[turn % assets.length];
  if (!asset) return null;
  return {
    campaignId: campaign.campaign_id,
    assetId: asset.asset_id,
    variantId: variant?.variant_id ?? null,
    kind: asset.kind,
    sha256: asset.sha256,
    seconds: asset.duration_seconds,
    captureSecond: null,
    leaseId: null,
  };
}

/** The second at which a play without a lease captures its frame, so that nobody chooses it. */
export async function captureSecond(
  seed: string,
  impressionId: string,
  seconds: number,
): Promise<number> {
  const hash = await sha256(utf8(seed + impressionId));
  return Number(new DataView(hash.buffer).getBigUint64(0) % BigInt(Math.max(1, seconds)));
}

/** When the next slot begins after plays made here, for a device with so many slots an hour. */
export function nextSlot(
  history: readonly Past[],
  slotsPerHour: number | null,
  now: number,
  random: number,
): number {
  const slots = slotsPerHour ?? USUAL_SLOTS;
  if (slots < 1) return now + HOUR;
  const past = history.map(({ endedAt }) => endedAt).filter((endedAt) => endedAt <= now);
  const ends = past.sort((a, b) => a - b);
  const last = ends.at(-1);
  if (last === undefined) return now;
  const even = last + (HOUR / slots) * (1 + JITTER * random);
  const oldestOfHour = ends.at(-slots);
  const free = oldestOfHour === undefined ? now : oldestOfHour + HOUR;
  return Math.max(now, even, free);
}
