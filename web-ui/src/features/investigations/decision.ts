import type { Schema } from "../../api/client";
import { readAmount } from "../../lib/amount";
import { compare, type Decimal, isZero } from "../../lib/decimal";
import type { Cause } from "./evidence";

/** What a person has written so far. */
export type Draft = {
  cause: Cause;
  findings: string;
  credit: string;
  postMortem: string;
  documentation: string;
};

/** What is missing before the case can end; null where nothing is. */
export function missing(draft: Draft): Missing | null {
  if (isBlank(draft.findings)) return "needFindings";
  if (draft.cause === "PLATFORM_FAULT") {
    if (creditOf(draft) === null) return "needCredit";
    if (isBlank(draft.postMortem)) return "needPostMortem";
  }
  return draft.cause === "FORCE_MAJEURE" && isBlank(draft.documentation)
    ? "needDocumentation"
    : null;
}

export type Missing = "needFindings" | "needCredit" | "needPostMortem" | "needDocumentation";

/** The credit that goes with a fault of the platform; null where none is written. */
export function creditOf({ cause, credit }: Draft): Decimal | null {
  const amount = cause === "PLATFORM_FAULT" ? readAmount(credit) : null;
  return amount === null || isZero(amount) ? null : amount;
}

/** Whether the credit is more than the whole budget. */
export function isBeyond(draft: Draft, budget: Decimal): boolean {
  const amount = creditOf(draft);
  return amount !== null && compare(amount, budget) > 0;
}

/** What is sent: what the cause asks for, and nothing of another one. */
export function findingOf(draft: Draft): Schema<"Finding"> {
  const { cause, findings, postMortem, documentation } = draft;
  const credit = creditOf(draft);
  return {
    cause,
    findings: findings.trim(),
    service_credit: credit,
    post_mortem: cause === "PLATFORM_FAULT" ? postMortem.trim() : null,
    documentation: cause === "FORCE_MAJEURE" ? documentation.trim() : null,
  };
}

const DAY_MS = 86_400_000;

/** The last moment of an extension that begins on a day (UTC) and is as long as the campaign. */
export function endOf(day: string, first: string, last: string): string | null {
  const begin = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(begin)) return null;
  return new Date(begin + Date.parse(last) - Date.parse(first)).toISOString();
}

/** The UTC day so many days after a moment. */
export function dayAfter(now: number, days: number): string {
  return new Date(now + days * DAY_MS).toISOString().slice(0, 10);
}

function isBlank(text: string): boolean {
  return text.trim() === "";
}
