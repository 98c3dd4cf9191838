import type { Store } from "../../../api/catalog";
import type { Schema } from "../../../api/client";
import type { Tone } from "../../../ui/tone";

/** How a store stands to the campaign. */
export type Word = "eligible" | "blocked" | "unusable" | "closed" | "checked" | "free";
export type Standing = { word: Word; reason: string | null };

/** Colours on the map and in the list. */
export const TONES: Record<Word, Tone> = {
  eligible: "good",
  blocked: "bad",
  unusable: "wait",
  closed: "wait",
  checked: "info",
  free: "quiet",
};

type Judged = {
  eligible_stores: readonly { store_id: string }[];
  blocked_stores: readonly Schema<"BlockedStore">[];
  unusable_stores: readonly Schema<"BlockedStore">[];
  schedule_conflicts: readonly { store_id: string }[];
};

/**
 * How each store stands: as the appliance judged it where it is chosen, otherwise free. What is
 * chosen but was not judged yet is being checked.
 */
export function standings(
  stores: readonly Store[],
  chosen: ReadonlySet<string>,
  judged: Judged | undefined,
  blocked: readonly Schema<"BlockedStore">[],
): Map<string, Standing> {
  const known = new Map<string, Standing>();
  for (const { store_id } of judged?.eligible_stores ?? []) {
    known.set(store_id, { word: "eligible", reason: null });
  }
  for (const { store_id } of judged?.schedule_conflicts ?? []) {
    known.set(store_id, { word: "closed", reason: null });
  }
  for (const { store_id, reason } of judged?.unusable_stores ?? []) {
    known.set(store_id, { word: "unusable", reason });
  }
  for (const { store_id, reason } of [...(judged?.blocked_stores ?? []), ...blocked]) {
    known.set(store_id, { word: "blocked", reason });
  }
  const checked: Standing = { word: "checked", reason: null };
  const free: Standing = { word: "free", reason: null };
  return new Map(stores.map(({ id }) => [id, chosen.has(id) ? (known.get(id) ?? checked) : free]));
}

/** How many stores stand so. */
export function countOf(all: ReadonlyMap<string, Standing>, word: Word): number {
  return [...all.values()].filter((one) => one.word === word).length;
}
