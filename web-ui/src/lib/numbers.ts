import type { Decimal } from "./decimal";
import type { Language } from "./language";

export type Currency = "USD" | "USDC" | "VND" | "EUR";

/** An exact amount with its currency: "$1,234.50". Decimals beyond cents are shown where there are any. */
export function formatMoney(amount: Decimal, language: Language, currency = "USD"): string {
  return number(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: 4,
  }).format(amount);
}

/** The same to whole cents, for headings and bars. */
export function formatMoneyShort(amount: Decimal, language: Language, currency = "USD"): string {
  return number(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  }).format(amount);
}

/** An amount without cents, for axes. */
export function formatMoneyWhole(amount: number, language: Language, currency = "USD"): string {
  return number(language, {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: amount < 10 && amount !== 0 ? 2 : 0,
    minimumFractionDigits: 0,
  }).format(amount);
}

export function formatCount(count: number, language: Language): string {
  return number(language, { maximumFractionDigits: 0 }).format(count);
}

export function formatDecimal(value: Decimal | number, language: Language, digits = 2): string {
  return number(language, { maximumFractionDigits: digits }).format(value);
}

/** A difference with its sign; nothing before zero. */
export function formatSigned(value: Decimal | number, language: Language, digits = 1): string {
  return number(language, { maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(
    value,
  );
}

/** A share of one as percent: 0.125 → "12.5%". */
export function formatShare(share: number, language: Language, digits = 1): string {
  return number(language, { style: "percent", maximumFractionDigits: digits }).format(share);
}

/** Percent as the API sends it: "12.50" → "12.5%". */
export function formatPercent(percent: Decimal, language: Language): string {
  return `${number(language, { maximumFractionDigits: 1 }).format(percent)} %`;
}

const kept = new Map<string, Intl.NumberFormat>();

function number(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = kept.get(key) ?? new Intl.NumberFormat(language, options);
  kept.set(key, known);
  return known;
}

/** "640 m", "2.6 km". */
export function formatDistance(metres: number, language: Language): string {
  const isFar = metres >= 1000;
  return number(language, {
    style: "unit",
    unit: isFar ? "kilometer" : "meter",
    maximumFractionDigits: isFar ? 1 : 0,
  }).format(isFar ? metres / 1000 : metres);
}

/** Sizes as disks and uploads are spoken of: a thousand bytes are a kilobyte. */
const BYTE_UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "820 kB", "4.2 MB". */
export function formatBytes(bytes: number, language: Language): string {
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log10(bytes) / 3));
  return number(language, {
    style: "unit",
    unit: BYTE_UNITS[power] ?? "byte",
    unitDisplay: "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  }).format(bytes / 1000 ** power);
}
