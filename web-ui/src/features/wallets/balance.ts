import { type Decimal, toMicros, toNumber } from "../../lib/decimal";
import type { Statement, StatementLine } from "./queries";

/** A moment in milliseconds and a balance; inexact, for drawing only. */
export type Point = [at: number, amount: number];

const DAY = 86_400_000;

/** A balance over the days of a statement: the opening, every movement, the closing. */
export function balancePoints(
  statement: Statement,
  of: (balances: { available_balance: Decimal; pending_balance?: Decimal | null }) => Decimal,
  now: number,
): Point[] {
  const start = Date.parse(statement.from);
  const end = Math.min(now, Date.parse(statement.to) + DAY);
  const moves = statement.lines.map((line): Point => [Date.parse(line.at), toNumber(of(line))]);
  return [
    [start, toNumber(of(statement.opening))],
    ...moves,
    [Math.max(end, moves.at(-1)?.[0] ?? start), toNumber(of(statement.closing))],
  ];
}

/** Which way money went. */
export type Direction = "in" | "out" | "none";

/** What a line did to the wallet as a whole: what it has and what waits for it. */
export function directionOf(line: StatementLine): Direction {
  const both = toMicros(line.available_change) + toMicros(line.pending_change ?? "0");
  return both > 0n ? "in" : both < 0n ? "out" : "none";
}

/** A span of so many UTC days that ends today, as a statement asks for it. */
export function lastDays(days: number, now: number): { from: string; to: string } {
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  return { from: day(now - (days - 1) * DAY), to: day(now) };
}

/** An amount that a person typed: above zero, whole cents; null where it is none. */
export function readAmount(text: string): Decimal | null {
  const plain = text.trim().replace(",", ".");
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(plain)) return null;
  return toMicros(plain as Decimal) > 0n ? (plain as Decimal) : null;
}
