/** What of a change people want to see: one value for another, or what came and what went. */
export type Difference =
  | { kind: "value"; before: string | null; after: string | null }
  | { kind: "list"; gone: string[]; come: string[]; kept: number };

/** Reads the two values of an audit entry; lists are told apart item by item. */
export function differenceOf(
  before: string | null | undefined,
  after: string | null | undefined,
): Difference {
  const [old, now] = [blankless(before), blankless(after)];
  const [olds, nows] = [listOf(old), listOf(now)];
  const isValue = olds === null || nows === null || Math.max(olds.length, nows.length) < 2;
  // Words with commas are a list only where there is another one to compare them with.
  const isAlone = (old === null || now === null) && !isPlain(old ?? now ?? "");
  if (isValue || isAlone) return { kind: "value", before: old, after: now };
  const gone = olds.filter((item) => !nows.includes(item));
  const come = nows.filter((item) => !olds.includes(item));
  return { kind: "list", gone, come, kept: olds.length - gone.length };
}

function blankless(value: string | null | undefined): string | null {
  return value === null || value === undefined || value.trim() === "" ? null : value;
}

/** `["a","b"]`, `a, b` or nothing; null where it is a sentence or a single value with a comma. */
function listOf(value: string | null): string[] | null {
  if (value === null) return [];
  if (value.startsWith("[")) {
    try {
      const read: unknown = JSON.parse(value);
      if (!Array.isArray(read)) return null;
      return read.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
    } catch {
      return null;
    }
  }
  const ids = value.split(" ");
  if (ids.every((item) => ID.test(item))) return ids;
  const items = value.split(", ");
  return items.every((item) => item.length <= 80 && !item.endsWith(".")) ? items : null;
}

/** Written as a list and as nothing else. */
function isPlain(value: string): boolean {
  return value.startsWith("[") || value.split(" ").every((item) => ID.test(item));
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z$/;
const AMOUNTS = new Set(["budget", "daily_cap", "pending_increase", "amount", "credit", "cpm"]);
const NUMBER = /^-?\d+(?:\.\d{1,6})?$/;

/** What a single value is, so that it can be written as people write it. */
export type Sort = "day" | "moment" | "amount" | "word" | "id" | "text";

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const WORD = /^[A-Z]+(?:_[A-Z]+)*$/;

export function sortOf(field: string | null | undefined, value: string): Sort {
  if (MOMENT.test(value)) return "moment";
  if (DAY.test(value)) return "day";
  if (AMOUNTS.has(field ?? "") && NUMBER.test(value)) return "amount";
  if (ID.test(value)) return "id";
  return WORD.test(value) && value.length > 2 ? "word" : "text";
}
