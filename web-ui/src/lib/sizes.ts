import type { Language } from "./language";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "640 kB", "2.6 GB": powers of 1,000, as disks are sold. */
export function formatBytes(bytes: number, language: Language): string {
  const power = bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3);
  const at = Math.min(UNITS.length - 1, power);
  const value = bytes / 1000 ** at;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[at] ?? "byte",
    maximumFractionDigits: value < 10 && at > 0 ? 1 : 0,
  }).format(value);
}
