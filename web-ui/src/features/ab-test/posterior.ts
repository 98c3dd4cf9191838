// Beta distributions: what is known of a rate after so many plays with so many hits, when nothing
// was known before. For drawing; what decides is the appliance's own statistics.

/** Hits and misses plus one each. */
export type Beta = { a: number; b: number };

export function betaOf(hits: number, all: number): Beta {
  return { a: hits + 1, b: Math.max(0, all - hits) + 1 };
}

export function mean({ a, b }: Beta): number {
  return a / (a + b);
}

export function deviation({ a, b }: Beta): number {
  return Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
}

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
];

/** ln Γ(x) for x ≥ 1. */
export function logGamma(x: number): number {
  const z = x - 1;
  const sum = LANCZOS.reduce(
    (before, part, at) => before + part / (z + at + 1),
    0.99999999999980993,
  );
  const t = z + LANCZOS.length - 0.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The density of a rate. */
export function density({ a, b }: Beta, rate: number): number {
  if (rate <= 0) return a === 1 ? b : 0;
  if (rate >= 1) return b === 1 ? a : 0;
  const scale = logGamma(a + b) - logGamma(a) - logGamma(b);
  return Math.exp(scale + (a - 1) * Math.log(rate) + (b - 1) * Math.log1p(-rate));
}

/** Where the curves are worth drawing: four deviations around all of them, within 0 and 1. */
export function spanOf(all: readonly Beta[]): [from: number, to: number] {
  const from = Math.min(...all.map((one) => mean(one) - 4 * deviation(one)));
  const to = Math.max(...all.map((one) => mean(one) + 4 * deviation(one)));
  return [Math.max(0, from), Math.min(1, to)];
}

const STEPS = 400;

export type Curve = readonly (readonly [rate: number, density: number])[];

/** Each distribution as points of the same steps. */
export function curves(all: readonly Beta[]): Curve[] {
  const [from, to] = spanOf(all);
  const rates = Array.from({ length: STEPS + 1 }, (_, at) => from + ((to - from) * at) / STEPS);
  return all.map((one) => rates.map((rate) => [rate, density(one, rate)] as const));
}

/** How likely it is of each that its rate is the highest; all sum to one. */
export function chances(all: readonly Beta[]): number[] {
  const points = curves(all).map((curve) => curve.map(([, height]) => height));
  const below = points.map((heights) => running(heights));
  const raw = points.map((heights, own) => {
    const others = below.filter((_, at) => at !== own);
    return heights.reduce((sum, height, at) => {
      const beats = others.reduce((product, one) => product * (one[at] ?? 0), 1);
      return sum + height * beats;
    }, 0);
  });
  const whole = raw.reduce((sum, part) => sum + part, 0);
  return raw.map((part) => (whole === 0 ? 1 / all.length : part / whole));
}

/** How much of a curve lies below each point, half of the point's own step included. */
function running(heights: readonly number[]): number[] {
  const whole = heights.reduce((sum, height) => sum + height, 0) || 1;
  let sum = 0;
  return heights.map((height) => {
    sum += height;
    return (sum - height / 2) / whole;
  });
}
