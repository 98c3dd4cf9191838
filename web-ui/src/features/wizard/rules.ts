import { readAmount } from "../../lib/amount";
import { compare, type Decimal } from "../../lib/decimal";
import { type Field, readCount, type Values } from "./values";

/** The bounds of the validation matrix. */
export const LIMITS = {
  name: { min: 3, max: 100 },
  brand: { min: 2, max: 50 },
  description: 500,
  budget: { min: "100", max: "1000000" },
  cap: "10",
  stores: 1000,
  assets: 10,
  windows: 50,
  days: 365,
} as const;

/** What can be wrong with a field; the texts have a sentence for each. */
export type Code =
  | "REQUIRED"
  | "NAME_LENGTH"
  | "TEXT_LENGTH"
  | "BRAND_LENGTH"
  | "NO_AMOUNT"
  | "BUDGET_MIN"
  | "BUDGET_MAX"
  | "CAP_MIN"
  | "CAP_MAX"
  | "ORDER"
  | "DURATION"
  | "NO_COUNT"
  | "STORES_MAX"
  | "ASSETS_MIN"
  | "ASSETS_MAX"
  | "STORES_MIN"
  | "NO_CRITERION"
  | "WINDOW";

export const STEPS = ["start", "basics", "content", "stores", "review"] as const;
export type Step = (typeof STEPS)[number];

/** The fields that each step asks for. */
export const FIELDS: Record<Step, readonly Field[]> = {
  start: ["name", "description"],
  basics: [
    "brand_name",
    "category",
    "start_date",
    "end_date",
    "budget",
    "daily_cap",
    "priority",
    "impression_goal",
  ],
  content: ["content_assets"],
  stores: ["target_stores", "criteria", "dayparts"],
  review: [],
};

type Rule = (values: Values) => Code | null;

const RULES: Partial<Record<Field, Rule>> = {
  name: ({ name }) => (isLength(name, LIMITS.name) ? null : "NAME_LENGTH"),
  description: ({ description }) =>
    length(description) <= LIMITS.description ? null : "TEXT_LENGTH",
  brand_name: ({ brand_name }) =>
    brand_name.trim() === "" || isLength(brand_name, LIMITS.brand) ? null : "BRAND_LENGTH",
  budget: ({ budget }) => {
    if (budget.trim() === "") return null;
    const amount = readAmount(budget);
    if (amount === null) return "NO_AMOUNT";
    if (compare(amount, LIMITS.budget.min) < 0) return "BUDGET_MIN";
    return compare(amount, LIMITS.budget.max) > 0 ? "BUDGET_MAX" : null;
  },
  daily_cap: ({ daily_cap, budget }) => {
    if (daily_cap.trim() === "") return null;
    const cap = readAmount(daily_cap);
    if (cap === null) return "NO_AMOUNT";
    if (compare(cap, LIMITS.cap) < 0) return "CAP_MIN";
    const most = readAmount(budget);
    return most !== null && compare(cap, most) > 0 ? "CAP_MAX" : null;
  },
  start_date: ({ start_date, end_date }) =>
    start_date !== "" && end_date !== "" && start_date > end_date ? "ORDER" : null,
  end_date: ({ start_date, end_date }) =>
    start_date !== "" && end_date !== "" && days(start_date, end_date) > LIMITS.days
      ? "DURATION"
      : null,
  impression_goal: ({ impression_goal }) =>
    impression_goal.trim() === "" || (readCount(impression_goal) ?? 0) > 0 ? null : "NO_COUNT",
  content_assets: ({ content_assets }) =>
    content_assets.length > LIMITS.assets ? "ASSETS_MAX" : null,
  target_stores: ({ target_stores, criteria }) =>
    criteria === null && target_stores.length > LIMITS.stores ? "STORES_MAX" : null,
  criteria: ({ criteria }) => (criteria !== null && isBare(criteria) ? "NO_CRITERION" : null),
  dayparts: ({ dayparts }) =>
    dayparts.length > LIMITS.windows || !dayparts.every(isWindow) ? "WINDOW" : null,
};

/** What a submission cannot do without. */
const NEEDED: Partial<Record<Field, Rule>> = {
  brand_name: ({ brand_name }) => (brand_name.trim() === "" ? "REQUIRED" : null),
  category: ({ category }) => (category === "" ? "REQUIRED" : null),
  budget: ({ budget }) => (budget.trim() === "" ? "REQUIRED" : null),
  start_date: ({ start_date }) => (start_date === "" ? "REQUIRED" : null),
  end_date: ({ end_date }) => (end_date === "" ? "REQUIRED" : null),
  content_assets: ({ content_assets }) => (content_assets.length === 0 ? "ASSETS_MIN" : null),
  target_stores: ({ target_stores, criteria }) =>
    criteria === null && target_stores.length === 0 ? "STORES_MIN" : null,
};

export type Wrong = Partial<Record<Field, Code>>;

/** What is wrong with what was written; `whole` asks for everything that a submission needs. */
export function problemsOf(values: Values, whole: boolean): Wrong {
  const tables = whole ? [RULES, NEEDED] : [RULES];
  const found: Wrong = {};
  for (const table of tables) {
    for (const field of Object.keys(table) as Field[]) {
      const code = table[field]?.(values) ?? null;
      if (code !== null) found[field] ??= code;
    }
  }
  return found;
}

/** Days that a campaign runs, first and last counted. */
export function days(start: string, end: string): number {
  return Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1;
}

/** Budget bands with the priority that each gives; the top one has no bound. */
const BANDS: readonly (readonly [bound: Decimal, isInclusive: boolean, priority: number])[] = [
  ["500", false, 3],
  ["2000", false, 5],
  ["10000", true, 7],
];
const TOP_PRIORITY = 9;
const LEEWAY = 2;

export function defaultPriority(budget: Decimal): number {
  const band = BANDS.find(([bound, isInclusive]) => {
    const side = compare(budget, bound);
    return side < 0 || (isInclusive && side === 0);
  });
  return band?.[2] ?? TOP_PRIORITY;
}

/** The priorities that may be chosen for a budget: its own, two less to two more, 1 to 10. */
export function priorities(budget: Decimal): number[] {
  const usual = defaultPriority(budget);
  const [low, high] = [Math.max(1, usual - LEEWAY), Math.min(10, usual + LEEWAY)];
  return Array.from({ length: high - low + 1 }, (_, at) => low + at);
}

export function isWindow({ days, from, to }: Values["dayparts"][number]): boolean {
  return days.length > 0 && /^\d\d:\d\d$/.test(from) && /^\d\d:\d\d$/.test(to) && from !== to;
}

function isBare(criteria: NonNullable<Values["criteria"]>): boolean {
  const { regions, categories, min_foot_traffic, near } = criteria;
  return regions.length + categories.length === 0 && min_foot_traffic === null && near === null;
}

function length(text: string): number {
  return [...text.trim()].length;
}

function isLength(text: string, { min, max }: { min: number; max: number }): boolean {
  return length(text) >= min && length(text) <= max;
}
