import { fromMicros } from "../../../lib/decimal";
import type { Evidence } from "./model";
import { type Found, fail, same, says } from "./report";

type Price = Evidence["price"];

/** Micros in the smallest step of a cost: 4 decimals. */
const STEP = 100n;
const MOST = (1n << 63n) - 1n;
const TRAFFIC = [
  [10_000n, 150n],
  [5_000n, 120n],
  [2_000n, 100n],
  [0n, 80n],
] as const;
const PRIORITY = [
  [9n, 110n],
  [4n, 100n],
  [0n, 90n],
] as const;
const BAND = { PREMIUM: 100n, STANDARD: 100n, BASIC: 80n, POOR: 0n } as const;

/** Computes the price again, to the last digit. */
export function checkPrice({ price, verdict, money }: Evidence): Found {
  if (price.base_micros < 0n || price.full_seconds === 0n) throw fail("price.nothing");
  checkFactors(price);
  checkBase(price);
  const { duration_expected: length } = verdict;
  same("paidSeconds", price.paid_seconds, least(length, price.full_seconds));
  const screen = price.base_micros * price.traffic_percent * price.device_percent;
  same("cpm", price.cpm_micros, roundedCost(screen, 10_000n));
  const all = screen * price.paid_seconds * price.priority_percent * price.quality_percent;
  const cost = roundedCost(all, 100_000_000n * price.full_seconds * 1_000n);
  same("cost", price.cost_micros, cost);
  same("cost", money.cost_micros, cost);
  return [null, says("price.holds", { cost: fromMicros(cost), version: price.rate_version })];
}

function checkFactors(price: Price): void {
  same("priorityFactor", price.priority_percent, tier(PRIORITY, price.priority));
  same("qualityFactor", price.quality_percent, BAND[price.band]);
  const isFixed = price.mode === "FIXED_CPM";
  same(
    "trafficFactor",
    price.traffic_percent,
    isFixed ? 100n : tier(TRAFFIC, price.daily_foot_traffic),
  );
  same("screenFactor", price.device_percent, isFixed ? 100n : screenPercent(price));
}

function tier(tiers: readonly (readonly [from: bigint, percent: bigint])[], of: bigint): bigint {
  return tiers.find(([from]) => of >= from)?.[1] ?? 100n;
}

function screenPercent({ screen_inches_x10, screen_width, screen_height }: Price): bigint {
  const [long, short] =
    screen_width > screen_height ? [screen_width, screen_height] : [screen_height, screen_width];
  if (screen_inches_x10 >= 550n && long >= 3840n && short >= 2160n) return 130n;
  return screen_inches_x10 >= 420n ? 100n : 90n;
}

function checkBase(price: Price): void {
  if (price.mode === "FIXED_CPM") return;
  const [row, second] = price.rates.filter(({ category }) => category === price.category);
  if (!row || second) throw fail("price.rates", { category: price.category });
  same("baseRate", price.base_micros, price.is_peak ? row.peak_micros : row.off_peak_micros);
}

/** The shares of the price, and who pays it. */
export function checkSplit({ money }: Evidence): Found {
  const cost = money.cost_micros;
  const percent = least(money.supplier_percent, 100n);
  const rounded = roundedCost(cost * percent, 100n);
  const most = cost > 0n ? cost : 0n;
  const supplier = least(rounded, most);
  same("supplierShare", money.supplier_micros, supplier);
  same("platformShare", money.platform_micros, cost - supplier);
  if (money.charged_micros < 0n || money.absorbed_micros < 0n) throw fail("split.negative");
  same("paidInAll", money.charged_micros + money.absorbed_micros, cost);
  same("currency", money.currency, "USD");
  return [null, says("split.holds", { percent: money.supplier_percent })];
}

function least(a: bigint, b: bigint): bigint {
  return a - b < 0n ? a : b;
}

/** A fraction of micros, rounded half-even to 4 decimals. */
function roundedCost(numerator: bigint, denominator: bigint): bigint {
  const micros = divideHalfEven(numerator, denominator * STEP) * STEP;
  return micros > MOST ? MOST : micros;
}

/** The nearest whole number, a tie to the even one. */
export function divideHalfEven(numerator: bigint, denominator: bigint): bigint {
  let rest = numerator % denominator;
  if (rest < 0n) rest += denominator;
  const below = (numerator - rest) / denominator;
  const isUp = rest * 2n > denominator || (rest * 2n === denominator && below % 2n !== 0n);
  return isUp ? below + 1n : below;
}
