import * as z from "zod/mini";
import { Problem } from "../../api/problem";

const SHOWN = z.unknown();
const ROW = z.object({
  field: z.string(),
  is_common: z.boolean(),
  submitted: SHOWN,
  existing: SHOWN,
});
const SIMILAR = z.object({
  code: z.literal("SIMILAR_CAMPAIGN"),
  message: z.string(),
  campaign_id: z.string(),
  name: z.string(),
  status: z.string(),
  store_overlap_percent: z.number(),
  comparison: z.array(ROW),
});
const OTHER = z.object({
  code: z.string(),
  message: z.string(),
  store_name: z.optional(z.string()),
});

export type Similar = z.infer<typeof SIMILAR>;
export type Row = z.infer<typeof ROW>;
export type Warned = {
  similar: Similar[];
  others: z.infer<typeof OTHER>[];
  /** What to acknowledge so that the submission goes through. */
  codes: string[];
};

/** What the appliance wants to be acknowledged before it takes a submission; null otherwise. */
export function warningsOf(error: unknown): Warned | null {
  if (!(error instanceof Problem) || error.error !== "ACKNOWLEDGEMENT_REQUIRED") return null;
  const rows = z.array(z.unknown()).safeParse(error.members["warnings"]);
  const warned: Warned = { similar: [], others: [], codes: [] };
  for (const row of rows.success ? rows.data : []) {
    const similar = SIMILAR.safeParse(row);
    const other = OTHER.safeParse(row);
    if (similar.success) warned.similar.push(similar.data);
    else if (other.success) warned.others.push(other.data);
    if (other.success && !warned.codes.includes(other.data.code)) {
      warned.codes.push(other.data.code);
    }
  }
  return warned;
}

const NAMED = z.array(z.object({ name: z.string() }));
const COUNT = z.object({ count: z.number() });
const DATES = z.object({ from: z.nullable(z.string()), to: z.nullable(z.string()) });

/** One side of a comparison: a text, names, a number of stores, or dates. */
export type Side =
  | { as: "text"; text: string }
  | { as: "names"; names: string[] }
  | { as: "count"; count: number }
  | { as: "dates"; from: string; to: string };

export function sideOf(value: unknown): Side {
  const named = NAMED.safeParse(value);
  if (named.success) return { as: "names", names: named.data.map(({ name }) => name) };
  const count = COUNT.safeParse(value);
  if (count.success) return { as: "count", count: count.data.count };
  const dates = DATES.safeParse(value);
  if (dates.success) return { as: "dates", from: dates.data.from ?? "", to: dates.data.to ?? "" };
  return { as: "text", text: typeof value === "string" ? value : "–" };
}
