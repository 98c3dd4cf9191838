/** Where somebody stands in a queue that others, and timers, take things out of as well. */
export type Place = {
  /** The choice of what is shown; another one begins anew. */
  view: string;
  /** What is open; null where nothing waits. */
  key: string | null;
  /** Where it stands; what comes after it moves up to there. */
  at: number;
  /** What was open before it, where that went by another's hand; null where the person came here. */
  lost: string | null;
};

/** The first of a queue, as it is drawn first. */
export function placeIn(keys: readonly string[], view: string): Place {
  return { view, key: keys[0] ?? null, at: 0, lost: null };
}

/**
 * The place in the queue as it is now. Where what was open has gone, the next is shown; that was
 * wished only if the person itself decided it.
 */
export function follow(
  before: Place,
  keys: readonly string[],
  view: string,
  decided: ReadonlySet<string>,
): Place {
  if (before.view !== view) return placeIn(keys, view);
  // The news that it is gone may come before the answer that it was decided here.
  const lost = before.lost !== null && decided.has(before.lost) ? null : before.lost;
  const found = before.key === null ? -1 : keys.indexOf(before.key);
  if (found >= 0) {
    return found === before.at && lost === before.lost ? before : { ...before, at: found, lost };
  }
  const at = Math.max(0, Math.min(before.at, keys.length - 1));
  const key = keys[at] ?? null;
  if (before.key !== null) {
    return { view, key, at, lost: decided.has(before.key) ? null : before.key };
  }
  return key === null && lost === before.lost ? before : { view, key, at, lost };
}

/** One on, or back; whoever goes there looks at it. */
export function step(place: Place, keys: readonly string[], by: number): Place {
  const at = Math.max(0, Math.min(keys.length - 1, place.at + by));
  return { ...place, key: keys[at] ?? null, at, lost: null };
}

/**
 * Whether a key may decide: what was chosen, as long as any of it waits; else what is open, unless
 * it moved up by itself and nobody may have looked at it.
 */
export function mayDecide(place: Place, chosen: number, stillWaiting: number): boolean {
  return chosen > 0 ? stillWaiting > 0 : place.lost === null;
}
