/** An exact decimal number as the API wrote it, at most 6 decimals: money, CPM, percent. */
export type Decimal = `${number}`;

const DECIMALS = 6;
const SHAPE = /^(-?)(\d+)(?:\.(\d{1,6}))?$/;

/** Reads what a person or the API wrote; null where it is no decimal with at most 6 decimals. */
export function readDecimal(text: string): Decimal | null {
  return SHAPE.test(text) ? (text as Decimal) : null;
}

/** Millionths of one. */
export function toMicros(value: Decimal): bigint {
  const match = SHAPE.exec(value);
  if (!match) throw new RangeError(`no decimal: ${value}`);
  const [, sign, whole = "0", fraction = ""] = match;
  const micros = BigInt(whole + fraction.padEnd(DECIMALS, "0"));
  return sign === "-" ? -micros : micros;
}

/** The decimal of so many millionths. */
export function fromMicros(micros: bigint): Decimal {
  const sign = micros < 0n ? "-" : "";
  const digits = (micros < 0n ? -micros : micros).toString().padStart(DECIMALS + 1, "0");
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, "");
  const whole = digits.slice(0, -DECIMALS);
  return `${sign}${whole}${fraction === "" ? "" : `.${fraction}`}` as Decimal;
}

export function add(...values: Decimal[]): Decimal {
  return fromMicros(values.reduce((sum, value) => sum + toMicros(value), 0n));
}

export function subtract(from: Decimal, value: Decimal): Decimal {
  return fromMicros(toMicros(from) - toMicros(value));
}

/** Below zero, zero or above zero: for sorting and for comparing. */
export function compare(a: Decimal, b: Decimal): number {
  const difference = toMicros(a) - toMicros(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isZero(value: Decimal): boolean {
  return toMicros(value) === 0n;
}

/** `part` of `whole`, 0 to 1; 0 where there is no whole. Inexact: for bars and charts only. */
export function share(part: Decimal, whole: Decimal): number {
  const all = toMicros(whole);
  return all === 0n ? 0 : Number((toMicros(part) * 10_000n) / all) / 10_000;
}

/** Inexact: for charts only. */
export function toNumber(value: Decimal): number {
  return Number(value);
}
