// table data: sentences of the appliance that people meet here, by the key of our own words
import type { EN } from "./texts.en";

type Key = keyof typeof EN;
export type Saying = { key: Extract<Key, `said.${string}`>; values: Record<string, string> };

type Rule = [RegExp, Saying["key"], ...names: string[]];

const RULES: readonly Rule[] = [
  [/^Campaign name already exists$/, "said.taken"],
  [/^Start date must be at least (\d+) hours in future$/, "said.lead", "hours"],
  [
    /^Estimated cost \((\$[\d.,]+)\) exceeds budget \((\$[\d.,]+)\)$/,
    "said.dear",
    "cost",
    "budget",
  ],
  [/^All selected stores blocked by competitor rules$/, "said.allBlocked"],
  [/^No stores match your targeting criteria$/, "said.noMatch"],
  [/^Selected stores have no active devices$/, "said.noDevices"],
  [/^No stores available during scheduled hours/, "said.noHours"],
  [/^No ACTIVE device$/, "said.noDevice"],
  [/^The store is not ACTIVE$/, "said.inactive"],
  [/^Brand blocked: (.+)$/, "said.brandBlocked", "value"],
  [/^Category blocked: (.+)$/, "said.categoryBlocked", "value"],
  [/^Keyword blocked: (.+)$/, "said.keywordBlocked", "value"],
];

/** A sentence of the appliance in our own words; null where it is none that is known. */
export function sayingOf(message: string): Saying | null {
  for (const [shape, key, ...names] of RULES) {
    const match = shape.exec(message);
    if (match) {
      const pairs = names.map((name, at) => [name, match[at + 1] ?? ""]);
      return { key, values: Object.fromEntries(pairs) };
    }
  }
  return null;
}
