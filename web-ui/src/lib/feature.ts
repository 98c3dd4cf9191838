import type { ComponentType, ReactNode } from "react";
import type { Language } from "./language";
import type { Role } from "./roles";

/** Where an entry of the navigation stands. */
export const SECTIONS = ["run", "sell", "places", "money", "proof", "house"] as const;
export type Section = (typeof SECTIONS)[number];

/** An entry of the navigation. */
export type NavEntry = {
  to: string;
  section: Section;
  /** Within the section, smallest first. */
  order: number;
  icon: ComponentType<{ size?: number | string; stroke?: number | string }>;
  label: Record<Language, string>;
  roles: readonly Role[];
  /** A number that waits for a person, drawn beside the label. */
  Count?: ComponentType;
};

/** A page with its address; the code of the page is loaded when somebody goes there. */
export type PageEntry = {
  /** As in `paths`, with `$name` for parameters: `/campaigns/$id`. */
  path: string;
  /** Who may open it; nobody means everybody, also those who have not signed in. */
  roles: readonly Role[] | "public";
  load: () => Promise<{ Page: () => ReactNode }>;
};

/** What a folder of `src/features` gives to the shell, in its `feature.ts`. */
export type Feature = { nav: readonly NavEntry[]; pages: readonly PageEntry[] };
