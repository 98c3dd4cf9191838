import type { Campaign } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { add, type Decimal } from "../../lib/decimal";

export type Asset = Schema<"AssetView">;
export type Increase = Schema<"IncreaseView">;
export type Credit = Schema<"CreditView">;

/** Something that waits for a person, with what it is about. */
export type Item =
  | { kind: "campaign"; key: string; since: string; campaign: Campaign }
  | { kind: "asset"; key: string; since: string; asset: Asset }
  | { kind: "increase"; key: string; since: string; increase: Increase }
  | { kind: "credit"; key: string; since: string; credit: Credit }
  | { kind: "flag"; key: string; since: string; campaign: Campaign };

export type Kind = Item["kind"];

/** What a person can say about it; `approve` of a flag takes it away. */
export type Verdict = "approve" | "reject" | "changes";

/** Everything that waits, as the appliance lists it. */
export type Waiting = {
  campaigns: readonly Campaign[];
  assets: readonly Asset[];
  increases: readonly Increase[];
  credits: readonly Credit[];
  flagged: readonly Campaign[];
};

/** All of it as one queue, oldest first. */
export function queueOf(waiting: Waiting): Item[] {
  const { campaigns, assets, increases, credits, flagged } = waiting;
  const items: Item[] = [
    ...campaigns.map(
      (campaign): Item => ({
        kind: "campaign",
        key: `campaign-${campaign.id}`,
        since: campaign.submitted_at ?? campaign.updated_at,
        campaign,
      }),
    ),
    ...assets.map(
      (asset): Item => ({
        kind: "asset",
        key: `asset-${asset.id}`,
        since: asset.updated_at,
        asset,
      }),
    ),
    ...increases.map(
      (increase): Item => ({
        kind: "increase",
        key: `increase-${increase.campaign_id}`,
        since: increase.requested_at,
        increase,
      }),
    ),
    ...credits.map(
      (credit): Item => ({
        kind: "credit",
        key: `credit-${credit.id}`,
        since: credit.requested_at,
        credit,
      }),
    ),
    // A campaign that waits for its approval anyway is looked at once.
    ...flagged
      .filter(({ status }) => status !== "PENDING_APPROVAL")
      .map(
        (campaign): Item => ({
          kind: "flag",
          key: `flag-${campaign.id}`,
          since: campaign.submitted_at ?? campaign.updated_at,
          campaign,
        }),
      ),
  ];
  return items.sort((a, b) => Date.parse(a.since) - Date.parse(b.since));
}

/** What can be said about all of them at once. */
export function verdictsOf(items: readonly Item[]): Verdict[] {
  const kinds = new Set(items.map(({ kind }) => kind));
  if (kinds.size === 0) return [];
  if (kinds.has("flag")) return kinds.size === 1 ? ["approve"] : [];
  return [...kinds].every((kind) => kind === "campaign")
    ? ["approve", "reject", "changes"]
    : ["approve", "reject"];
}

/** Whether the verdict is refused without a reason. */
export function needsReason(items: readonly Item[], verdict: Verdict): boolean {
  return verdict !== "approve" || items.some(({ kind }) => kind === "flag");
}

/** The money that a decision moves or sets free; files and flags move none. */
export function amountOf(item: Item): Decimal {
  switch (item.kind) {
    case "campaign":
      return item.campaign.budget ?? "0";
    case "increase":
      return item.increase.amount;
    case "credit":
      return item.credit.amount;
    case "asset":
    case "flag":
      return "0";
  }
}

export function sumOf(items: readonly Item[]): Decimal {
  return add("0", ...items.map(amountOf));
}

export function nameOf(item: Item): string {
  switch (item.kind) {
    case "campaign":
    case "flag":
      return item.campaign.name;
    case "asset":
      return item.asset.name;
    case "increase":
      return item.increase.campaign_name;
    case "credit":
      return item.credit.reason;
  }
}

/** The buyer; credits may belong to a supplier too. */
export function ownerOf(item: Item): string | null {
  switch (item.kind) {
    case "campaign":
    case "flag":
      return item.campaign.advertiser_id ?? null;
    case "asset":
      return item.asset.advertiser_id ?? null;
    case "increase":
      return item.increase.advertiser_id ?? null;
    case "credit":
      return item.credit.owner_id ?? null;
  }
}
