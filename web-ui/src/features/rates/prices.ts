import type { Schema } from "../../api/client";
import { readAmount } from "../../lib/amount";
import {
  compare,
  type Decimal,
  fromMicros,
  readDecimal,
  subtract,
  toMicros,
  toNumber,
} from "../../lib/decimal";

export type RateCard = Schema<"RateCardView">;
export type RateRow = Schema<"RateRow">;

const HUNDRED = 100n;

/** So many percent of an amount; exact for rates with at most 4 decimals. */
export function percentOf(amount: Decimal, percent: number): Decimal {
  return fromMicros((toMicros(amount) * BigInt(percent)) / HUNDRED);
}

/**
 * Reads a rate above zero as amounts are read everywhere: "1.500" is one and a half thousand. Rates
 * may have more than two decimals; three would be thousands, so those are written with a nought.
 */
export function readRate(text: string): Decimal | null {
  const rate = readAmount(text) ?? readDecimal(text.trim().replace(",", "."));
  return rate !== null && compare(rate, "0") > 0 ? rate : null;
}

/** A rate as it is read again. */
export function writeRate(rate: Decimal): string {
  return /\.\d{3}$/.test(rate) ? `${rate}0` : rate;
}

/** Change against an earlier amount, 0.1 for a tenth more; null where there is nothing to compare. */
export function changeOf(before: Decimal | undefined, after: Decimal): number | null {
  if (before === undefined || compare(before, "0") <= 0) return null;
  return toNumber(subtract(after, before)) / toNumber(before);
}

/** The card before one, by version. */
export function cardBefore(card: RateCard, cards: readonly RateCard[]): RateCard | undefined {
  return cards
    .filter(({ version }) => version < card.version)
    .reduce<RateCard | undefined>(
      (newest, one) => (newest && newest.version > one.version ? newest : one),
      undefined,
    );
}

export function largest(amounts: readonly Decimal[]): Decimal {
  return amounts.reduce((a, b) => (compare(b, a) > 0 ? b : a), "0");
}

/** Hours of a day that lie within spans such as "11:00-14:00"; the end is not within. */
export function hoursOf(spans: readonly string[]): ReadonlySet<number> {
  const hours = new Set<number>();
  for (const span of spans) {
    const [from = 0, to = 0] = span.split("-").map((time) => minutesOf(time) / 60);
    const end = to <= from ? to + 24 : to;
    for (let hour = Math.floor(from); hour < end; hour += 1) hours.add(hour % 24);
  }
  return hours;
}

function minutesOf(time: string): number {
  const [hours = "0", minutes = "0"] = time.trim().split(":");
  return Number(hours) * 60 + Number(minutes);
}

const DAY_MS = 86_400_000;
/** New rates are announced so many days ahead. */
export const NOTICE_DAYS = 30;

/** The first day from which new rates may hold, as a date field writes it: UTC. */
export function firstDay(now: number): string {
  return new Date(now + (NOTICE_DAYS + 1) * DAY_MS).toISOString().slice(0, 10);
}
