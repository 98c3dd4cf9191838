/** A point of the flat map, in degrees of the equator, y downwards (Mercator). */
export type Point = { x: number; y: number };
/** What part of the map is shown: its middle and its width, degrees. */
export type View = { x: number; y: number; width: number };

/** Beyond it the projection stretches without end. */
const FARTHEST = 84;
/** A city is never shown nearer than this, degrees. */
const NEAREST = 0.008;
/** Unless asked for, places are shown no nearer than a region, degrees. */
const USUAL = 1;
const WORLD: View = { x: 10, y: -22, width: 330 };
const AROUND = 1.35;

export function project(lat: number, lng: number): Point {
  const bounded = Math.max(-FARTHEST, Math.min(FARTHEST, lat));
  const turned = Math.tan(Math.PI / 4 + (bounded * Math.PI) / 360);
  return { x: lng, y: (-Math.log(turned) * 180) / Math.PI };
}

/** The view that holds all points, for a frame so many times as wide as it is high. */
export function viewOf(points: readonly Point[], ratio: number, nearest = USUAL): View {
  if (points.length === 0) return WORLD;
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, right, top, bottom] = [
    Math.min(...xs),
    Math.max(...xs),
    Math.min(...ys),
    Math.max(...ys),
  ];
  const needed = Math.max(right - left, (bottom - top) * ratio) * AROUND;
  return {
    x: (left + right) / 2,
    y: (top + bottom) / 2,
    width: Math.min(WORLD.width, Math.max(needed, nearest)),
  };
}

/** Kilometres of a degree of longitude in the middle of a view. */
export function kilometresADegree({ y }: View): number {
  return 111.32 / Math.cosh((y * Math.PI) / 180);
}

/** The longest round distance that fits into so many kilometres. */
export function roundDistance(most: number): number {
  const power = 10 ** Math.floor(Math.log10(most));
  return ([5, 2, 1].find((step) => step * power <= most) ?? 1) * power;
}

export function zoom(view: View, factor: number): View {
  return { ...view, width: Math.min(WORLD.width, Math.max(NEAREST, view.width / factor)) };
}

export type Group<T> = { x: number; y: number; items: T[] };

/** Puts what would overlap into groups; positions in pixels. */
export function group<T>(items: readonly (Point & { item: T })[], apart: number): Group<T>[] {
  const groups: Group<T>[] = [];
  for (const { x, y, item } of items) {
    const near = groups.find((one) => Math.hypot(one.x - x, one.y - y) < apart);
    if (!near) {
      groups.push({ x, y, items: [item] });
      continue;
    }
    const count = near.items.length;
    near.x = (near.x * count + x) / (count + 1);
    near.y = (near.y * count + y) / (count + 1);
    near.items.push(item);
  }
  return groups;
}
