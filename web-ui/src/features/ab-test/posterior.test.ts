import { expect, it } from "vitest";
import { betaOf, chances, curves, density, logGamma, mean, spanOf } from "./posterior";

it("knows the gamma function", () => {
  expect(logGamma(1)).toBeCloseTo(0, 10);
  expect(logGamma(5)).toBeCloseTo(Math.log(24), 10);
  expect(logGamma(100)).toBeCloseTo(359.1342053695754, 8);
});

it("densities are those of the distribution", () => {
  expect(density(betaOf(0, 0), 0.3)).toBeCloseTo(1, 10);
  // Beta(3, 2): 12 x² (1 − x)
  expect(density(betaOf(2, 3), 0.5)).toBeCloseTo(1.5, 10);
  expect(density(betaOf(9000, 10_000), 0.9)).toBeGreaterThan(100);
  expect(mean(betaOf(899, 998))).toBeCloseTo(0.9, 10);
});

it("curves hold their whole mass and stay within 0 and 1", () => {
  const all = [betaOf(950, 1000), betaOf(1000, 1000), betaOf(1, 2)];
  const [from, to] = spanOf(all);
  expect(from).toBeGreaterThanOrEqual(0);
  expect(to).toBeLessThanOrEqual(1);
  const [curve = []] = curves([betaOf(950, 1000)]);
  const step = (curve[1]?.[0] ?? 0) - (curve[0]?.[0] ?? 0);
  expect(curve.reduce((sum, [, height]) => sum + height * step, 0)).toBeCloseTo(1, 2);
});

it("chances sum to one, are even among equals and near certain far apart", () => {
  const [a = 0, b = 0] = chances([betaOf(900, 1000), betaOf(900, 1000)]);
  expect(a).toBeCloseTo(0.5, 6);
  expect(a + b).toBeCloseTo(1, 10);
  const far = chances([betaOf(990, 1000), betaOf(700, 1000), betaOf(690, 1000)]);
  expect(far[0]).toBeGreaterThan(0.999);
  // Beta(2,1) against Beta(1,1): 2/3
  const few = chances([betaOf(1, 1), betaOf(0, 0)]);
  expect(few[0]).toBeCloseTo(2 / 3, 2);
});
