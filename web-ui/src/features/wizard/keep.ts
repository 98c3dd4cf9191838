import { BLANK, type Values } from "./values";

const PREFIX = "vetrina.draft.";

/** The name under which a campaign that does not exist yet is kept. */
export const UNBORN = "new";

/** What was typed in this tab and not saved yet, by draft; a reload brings it back. */
export function readKept(draft: string): Partial<Values> {
  const text = sessionStorage.getItem(PREFIX + draft);
  if (text === null) return {};
  try {
    const kept: unknown = JSON.parse(text);
    if (typeof kept !== "object" || kept === null) return {};
    const known = Object.entries(kept).filter(([name]) => name in BLANK);
    return Object.fromEntries(known);
  } catch {
    return {};
  }
}

export function keep(draft: string, values: Partial<Values>): void {
  if (Object.keys(values).length === 0) forget(draft);
  else sessionStorage.setItem(PREFIX + draft, JSON.stringify(values));
}

export function forget(draft: string): void {
  sessionStorage.removeItem(PREFIX + draft);
}
