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

function draw({ steps, arcs, rings }: z.infer<typeof FILE>): string {
  const lines = arcs.map((arc) => pointsOf(arc, steps));
  return rings.map((ring) => `M${ring.map((index) => joined(lines, index)).join("L")}Z`).join("");
}

function joined(lines: readonly string[][], index: number): string {
  const line = lines[index < 0 ? ~index : index] ?? [];
  return (index < 0 ? line.toReversed() : line).join("L");
}

function pointsOf(arc: readonly number[], steps: number): string[] {
  const points: string[] = [];
  let [x, y] = [0, 0];
  for (let at = 0; at + 1 < arc.length; at += 2) {
    x += arc[at] ?? 0;
    y += arc[at + 1] ?? 0;
    const point = project(y / steps, x / steps);
    points.push(`${point.x.toFixed(2)} ${point.y.toFixed(3)}`);
  }
  return points;
}
