/** The list with the item at a place moved by so many places; beyond the ends nothing moves. */
export function moved<T>(items: readonly T[], from: number, by: number): T[] {
  const to = from + by;
  const next = [...items];
  const [item] = next.splice(from, 1);
  if (item === undefined || to < 0 || to >= items.length) return [...items];
  next.splice(to, 0, item);
  return next;
}

/** The list with an item put at its end, or taken out where it is in already. */
export function toggled<T>(items: readonly T[], item: T): T[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}
