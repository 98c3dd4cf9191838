/** A variant as somebody plans it. */
export type Planned = { name: string; weight: number; assets: readonly string[] };

export const LETTERS = ["A", "B", "C", "D"] as const;
export const MOST = LETTERS.length;
export const LEAST = 2;
const LEAST_WEIGHT = 10;
const LONGEST_NAME = 100;

/** What is wrong with a plan; the texts have a sentence for each. */
export type Wrong = "WEIGHTS" | "WEIGHT" | "NAME" | "EMPTY" | "TWINS";

/** What stands in the way of a test, by the rules of the appliance; null where nothing does. */
export function wrongOf(variants: readonly Planned[]): Wrong | null {
  if (variants.some(({ assets }) => assets.length === 0)) return "EMPTY";
  if (variants.some(({ name }) => name.trim() === "" || [...name.trim()].length > LONGEST_NAME)) {
    return "NAME";
  }
  const sets = variants.map(({ assets }) => [...new Set(assets)].sort().join());
  if (new Set(sets).size < sets.length) return "TWINS";
  if (variants.some(({ weight }) => weight < LEAST_WEIGHT || weight > 100)) return "WEIGHT";
  return variants.reduce((sum, { weight }) => sum + weight, 0) === 100 ? null : "WEIGHTS";
}

/** Even parts of a hundred; what does not divide goes to the first. */
export function evenWeights(count: number): number[] {
  const part = Math.floor(100 / count);
  return Array.from({ length: count }, (_, at) => (at === 0 ? 100 - part * (count - 1) : part));
}

/** The plan to begin with: each file a variant of its own, as far as there may be variants. */
export function firstPlan(files: readonly { id: string; name: string }[]): Planned[] {
  const count = Math.max(LEAST, Math.min(MOST, files.length));
  const weights = evenWeights(count);
  return weights.map((weight, at) => {
    const file = files[at];
    return { name: file?.name ?? "", weight, assets: file ? [file.id] : [] };
  });
}
