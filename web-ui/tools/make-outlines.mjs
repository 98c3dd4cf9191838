// Makes src/ui/map/outlines.json: the world's countries (Natural Earth, public domain), simplified
// so that the file stays small. Run again only when the outlines shall change.
import { readFileSync, writeFileSync } from "node:fs";

const SOURCE = new URL("node_modules/world-atlas/countries-50m.json", import.meta.url);
const TARGET = new URL("../src/ui/map/outlines.json", import.meta.url);
/** Degrees: points nearer to the simplified line than this go. */
const TOLERANCE = 0.035;
/** Steps of one degree in the file. */
const STEPS = 100;
/** Degrees of the square of an island's box below which it goes. */
const SMALLEST = 0.12;

const atlas = JSON.parse(readFileSync(SOURCE, "utf8"));
const [scaleX, scaleY] = atlas.transform.scale;
const [moveX, moveY] = atlas.transform.translate;
const arcs = atlas.arcs.map((arc) => simplify(decode(arc)));
const rings = [];
for (const country of atlas.objects.countries.geometries) {
  const polygons = country.type === "Polygon" ? [country.arcs] : country.arcs;
  for (const [outer] of polygons ?? []) if (size(outer) > SMALLEST) rings.push(outer);
}
const used = [...new Set(rings.flat().map((index) => (index < 0 ? ~index : index)))];
const place = new Map(used.map((index, at) => [index, at]));
const out = {
  steps: STEPS,
  arcs: used.map((index) => encode(arcs[index])),
  rings: rings.map((ring) => ring.map((i) => (i < 0 ? ~place.get(~i) : place.get(i)))),
};
writeFileSync(TARGET, `${JSON.stringify(out)}\n`);

function decode(arc) {
  let [x, y] = [0, 0];
  return arc.map(([dx, dy]) => {
    x += dx;
    y += dy;
    return [x * scaleX + moveX, y * scaleY + moveY];
  });
}

// Douglas-Peucker.
function simplify(points) {
  if (points.length < 3) return points;
  let [far, at] = [0, 0];
  const [a, b] = [points[0], points.at(-1)];
  for (let i = 1; i < points.length - 1; i++) {
    const d = distance(points[i], a, b);
    if (d > far) [far, at] = [d, i];
  }
  if (far <= TOLERANCE) return [a, b];
  return [...simplify(points.slice(0, at + 1)).slice(0, -1), ...simplify(points.slice(at))];
}

function distance([x, y], [ax, ay], [bx, by]) {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

function size(ring) {
  const points = ring.flatMap((index) => arcs[index < 0 ? ~index : index]);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return (Math.max(...xs) - Math.min(...xs)) * (Math.max(...ys) - Math.min(...ys));
}

function encode(points) {
  let [px, py] = [0, 0];
  return points.flatMap(([x, y]) => {
    const [qx, qy] = [Math.round(x * STEPS), Math.round(y * STEPS)];
    const step = [qx - px, qy - py];
    [px, py] = [qx, qy];
    return step;
  });
}
