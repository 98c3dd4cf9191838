import type { Campaign } from "../../../api/catalog";
import { readAmount } from "../../../lib/amount";
import { compare, type Decimal, isZero } from "../../../lib/decimal";

const LEAST: Decimal = "50";
const MOST_CPM: Decimal = "1000";

/** Why so much cannot be added; the wallet may not be known. */
export function refusal(text: string, available: Decimal | undefined): Refusal | null {
  const amount = readAmount(text);
  if (amount === null || compare(amount, LEAST) < 0) return "needMore";
  return available !== undefined && compare(amount, available) > 0 ? "tooMuch" : null;
}

export type Refusal = "needMore" | "tooMuch";
export type Pricing = { mode: Campaign["pricing"]["mode"]; cpm: string };

/** What is sent; null where a contract has no price that holds. */
export function pricingOf({ mode, cpm }: Pricing) {
  if (mode === "RATE_CARD") return { mode };
  const amount = readAmount(cpm);
  const holds = amount !== null && !isZero(amount) && compare(amount, MOST_CPM) <= 0;
  return holds ? { mode, cpm: amount } : null;
}

/** Whether it is priced like that already. */
export function isSame(now: Campaign["pricing"], next: ReturnType<typeof pricingOf>): boolean {
  if (next?.mode !== now.mode) return false;
  return next.cpm === undefined || compare(next.cpm, now.cpm ?? "0") === 0;
}
