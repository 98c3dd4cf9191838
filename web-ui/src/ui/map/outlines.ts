import * as z from "zod/mini";
import { project } from "./projection";

const FILE = z.object({
  steps: z.number(),
  arcs: z.array(z.array(z.number())),
  rings: z.array(z.array(z.number())),
});

let drawn: Promise<string> | null = null;

/** The countries of the world as one path of the projection; loaded when the first map is drawn. */
export function countries(): Promise<string> {
  drawn ??= import("./outlines.json").then(({ default: file }) => draw(FILE.parse(file)));
  return drawn;
}

type Step = readonly [x: number, y: number];

function draw({ steps, arcs, rings }: z.infer<typeof FILE>): string {
  const lines = arcs.map((arc) => stepsOf(arc));
  return rings
    .map((ring) =>
      path(
        ring.flatMap((index) => joined(lines, index)),
        steps,
      ),
    )
    .join("");
}

function joined(lines: readonly Step[][], index: number): Step[] {
  const line = lines[index < 0 ? ~index : index] ?? [];
  return index < 0 ? line.toReversed() : line;
}

function stepsOf(arc: readonly number[]): Step[] {
  const points: Step[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at + 1 < arc.length; at += 2) {
    x += arc[at] ?? 0;
    y += arc[at + 1] ?? 0;
    points.push([x, y]);
  }
  return points;
}

/** A ring as a path; where it goes round the back of the world, it begins anew. */
function path(ring: readonly Step[], steps: number): string {
  let text = "";
  let before = Number.NaN;
  for (const [x, y] of ring) {
    const isNear = Math.abs(x - before) < 180 * steps;
    const point = project(y / steps, x / steps);
    text += `${isNear ? "L" : "M"}${point.x.toFixed(2)} ${point.y.toFixed(3)}`;
    before = x;
  }
  return text;
}
