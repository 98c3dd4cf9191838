import type { Campaign } from "../../api/catalog";
import type { Schema } from "../../api/client";
import { readAmount } from "../../lib/amount";
import { compare, type Decimal } from "../../lib/decimal";
import { defaultPriority } from "./rules";

export type Daypart = Schema<"DaypartInput">;
export type Criteria = Schema<"Criteria">;

/** What a person has written so far, as it stands in the fields. */
export type Values = {
  name: string;
  description: string;
  brand_name: string;
  category: string;
  budget: string;
  daily_cap: string;
  /** Days of UTC, `2026-02-05`. */
  start_date: string;
  end_date: string;
  impression_goal: string;
  /** null: what the budget gives. */
  priority: number | null;
  content_assets: readonly string[];
  dayparts: readonly Daypart[];
  target_stores: readonly string[];
  /** null: stores chosen one by one. */
  criteria: Criteria | null;
};

export type Field = keyof Values;

/** A part of the fields as the API takes it; what is absent stays. */
export type Patch = Partial<Schema<"CampaignFields">>;

export const BLANK: Values = {
  name: "",
  description: "",
  brand_name: "",
  category: "",
  budget: "",
  daily_cap: "",
  start_date: "",
  end_date: "",
  impression_goal: "",
  priority: null,
  content_assets: [],
  dayparts: [],
  target_stores: [],
  criteria: null,
};

/** The fields of a campaign as the form shows them. */
export function valuesOf(campaign: Campaign): Values {
  const usual = campaign.budget ? defaultPriority(campaign.budget) : null;
  return {
    name: campaign.name,
    description: campaign.description ?? "",
    brand_name: campaign.brand_name ?? "",
    category: campaign.category ?? "",
    budget: campaign.budget ?? "",
    daily_cap: campaign.daily_cap ?? "",
    start_date: campaign.start_date?.slice(0, 10) ?? "",
    end_date: campaign.end_date?.slice(0, 10) ?? "",
    impression_goal: campaign.impression_goal ? String(campaign.impression_goal) : "",
    priority: usual === null || campaign.priority === usual ? null : campaign.priority,
    content_assets: campaign.content_assets,
    dayparts: campaign.dayparts,
    target_stores: campaign.target_stores,
    criteria: campaign.targeting_criteria ?? null,
  };
}

/** How a field goes to the API; undefined where it cannot (empty, and it may not be cleared). */
const WRITERS: {
  [F in Exclude<Field, "target_stores" | "criteria">]: (value: Values[F]) => Patch[F] | undefined;
} = {
  name: (text) => text.trim() || undefined,
  description: (text) => text.trim() || null,
  brand_name: (text) => text.trim() || undefined,
  category: (word) => word || undefined,
  budget: (text) => readAmount(text) ?? undefined,
  daily_cap: (text) => (text.trim() === "" ? null : (readAmount(text) ?? undefined)),
  start_date: (day) => day || undefined,
  end_date: (day) => day || undefined,
  impression_goal: (text) => (text.trim() === "" ? null : (readCount(text) ?? undefined)),
  priority: (priority) => priority,
  content_assets: (ids) => (ids.length > 0 ? [...ids] : undefined),
  dayparts: (windows) => (windows.length > 0 ? [...windows] : null),
};

export const WRITTEN = Object.keys(WRITERS) as (keyof typeof WRITERS)[];

/** What the form says otherwise than the campaign, for the fields that are in order. */
export function patchOf(
  campaign: Campaign,
  values: Values,
  isFine: (field: Field) => boolean,
): Patch {
  const stored = valuesOf(campaign);
  const changed = WRITTEN.filter((field) => isFine(field) && differs(field, stored, values));
  const pairs = changed.map((field) => [field, written(field, values)] as const);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

function written<F extends keyof typeof WRITERS>(field: F, values: Values) {
  return WRITERS[field](values[field]);
}

/** Whether two states of a field mean another thing, however they are written. */
export function differs(field: Field, before: Values, after: Values): boolean {
  if (field === "budget" || field === "daily_cap") {
    const [a, b] = [readAmount(before[field]), readAmount(after[field])];
    return a === null || b === null ? before[field] !== after[field] : compare(a, b) !== 0;
  }
  const [a, b] = [before[field], after[field]];
  if (typeof a === "string" && typeof b === "string") return a.trim() !== b.trim();
  return JSON.stringify(a) !== JSON.stringify(b);
}

export function readCount(text: string): number | null {
  const digits = text.trim().replace(/[.,\s](?=\d{3}(?:\D|$))/g, "");
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

/** The amount of a field, zero where none can be read. */
export function amountOf(text: string): Decimal {
  return readAmount(text) ?? "0";
}
