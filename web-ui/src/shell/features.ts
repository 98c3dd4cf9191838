import type { Feature, NavEntry, PageEntry, Section } from "../lib/feature";
import type { Role } from "../lib/roles";

/** Every folder of `src/features` with a `feature.ts`; a new one needs no other file. */
const found = import.meta.glob<{ feature: Feature }>("../features/*/feature.ts", { eager: true });
const features = Object.values(found).map(({ feature }) => feature);

export const pages: readonly PageEntry[] = features.flatMap((feature) => feature.pages);

const entries = features.flatMap((feature) => feature.nav);

/** The entries of a section that a role sees, in order. */
export function entriesOf(section: Section, role: Role): NavEntry[] {
  return entries
    .filter((entry) => entry.section === section && entry.roles.includes(role))
    .sort((a, b) => a.order - b.order);
}
