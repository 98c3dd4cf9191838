import type { SayKey, WhatKey } from "./texts";

/** A part of an evidence file that is checked on its own; the words of `vetrina verify`. */
export const PARTS = [
  "FORMAT",
  "LOG_KEY",
  "SEAL",
  "DEVICE_KEY",
  "DEVICE_SIGNATURE",
  "VERDICT",
  "PRICE",
  "SPLIT",
  "LEDGER",
  "DAILY_RECORD",
  "LEAF",
  "CHECKPOINT",
  "INCLUSION",
  "REVIEW",
  "REVERSAL",
  "OLDER_CHECKPOINT",
] as const;
export type PartName = (typeof PARTS)[number];

/** `NOT_CHECKED`: this browser cannot; never as good as `HOLDS`. */
export type Outcome = "HOLDS" | "FAILS" | "ABSENT" | "NOT_CHECKED";

/** A sentence by its key in the texts, with what it names. */
export type Says = { key: SayKey; values: Readonly<Record<string, string>> };

export type PartReport = { part: PartName; outcome: Outcome; says: Says };

/** `NOT_VERIFIED`: nothing fails, but something could not be checked here. */
export type Judgement = "ACCEPTED" | "REFUSED" | "NOT_VERIFIED";

export function says(key: SayKey, values: Readonly<Record<string, string | bigint | number>> = {}) {
  const texts = Object.entries(values).map(([name, value]) => [name, String(value)]);
  return { key, values: Object.fromEntries(texts) } satisfies Says;
}

/** A part that does not hold, and why. */
export class Fails extends Error {
  constructor(readonly says: Says) {
    super(`${says.key} ${JSON.stringify(says.values)}`);
  }
}

/** A part that this browser cannot check. */
export class NotChecked extends Error {
  constructor(readonly says: Says) {
    super(says.key);
  }
}

export function fail(key: SayKey, values: Readonly<Record<string, string | bigint | number>> = {}) {
  return new Fails(says(key, values));
}

type Plain = string | bigint | number | boolean | null;

/** Fails with both values unless they are equal; `what` is a key of the texts too. */
export function same(what: WhatKey, found: Plain, expected: Plain): void {
  if (found === expected) return;
  throw fail("same", { what, found: String(found), expected: String(expected) });
}

/** What came out of a check that did not fail. */
export type Found<T = null> = [value: T, says: Says, outcome?: "ABSENT"];

/** What a check of a file found, part by part. */
export class Report {
  readonly parts: PartReport[] = [];

  /** Runs the check of a part and notes how it ended; what it found comes back where it holds. */
  async note<T>(part: PartName, check: () => Promise<Found<T>> | Found<T>): Promise<T | null> {
    try {
      const [value, found, outcome = "HOLDS"] = await check();
      this.parts.push({ part, outcome, says: found });
      return value;
    } catch (problem) {
      this.parts.push({ part, ...outcomeOf(problem) });
      return null;
    }
  }

  absent(part: PartName, found: Says): void {
    this.parts.push({ part, outcome: "ABSENT", says: found });
  }

  of(part: PartName): Outcome | undefined {
    return this.parts.find((found) => found.part === part)?.outcome;
  }

  get failures(): PartName[] {
    return this.parts.filter(({ outcome }) => outcome === "FAILS").map(({ part }) => part);
  }

  get judgement(): Judgement {
    const has = (wanted: Outcome) => this.parts.some(({ outcome }) => outcome === wanted);
    if (has("FAILS") || this.parts.length === 0) return "REFUSED";
    return has("NOT_CHECKED") ? "NOT_VERIFIED" : "ACCEPTED";
  }
}

/** Anything unexpected fails the part: nothing is accepted by accident. */
function outcomeOf(problem: unknown): { outcome: Outcome; says: Says } {
  if (problem instanceof Fails) return { outcome: "FAILS", says: problem.says };
  if (problem instanceof NotChecked) return { outcome: "NOT_CHECKED", says: problem.says };
  const why = problem instanceof Error ? problem.message : String(problem);
  return { outcome: "FAILS", says: says("unexpected", { why }) };
}
