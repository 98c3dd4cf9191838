import { type Decimal, readDecimal } from "./decimal";

/** Thousands in groups of three, then perhaps one or two decimals, as any of our languages write. */
const WRITTEN = /^(\d+|\d{1,3}(?:[.,'  ]\d{3})+)(?:[.,](\d{1,2}))?$/;

/**
 * Reads an amount as a person writes it: "1,000.50", "1.000,50" and "1 000" alike. A point or comma
 * before exactly three digits separates thousands, since amounts have two decimals at most.
 */
export function readAmount(text: string): Decimal | null {
  const match = WRITTEN.exec(text.trim().replace(/^\$\s*/, ""));
  if (!match) return null;
  const [, whole = "", cents] = match;
  const digits = whole.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
  return readDecimal(cents === undefined ? digits : `${digits}.${cents}`);
}
