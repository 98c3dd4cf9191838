import { expect, it } from "vitest";
import { ceiling } from "./bars";

it.each([
  [0.5, 2],
  [1, 2],
  [3, 4],
  [9, 10],
  [11, 20],
  [349, 400],
  [401, 500],
  [1_000_000, 1_000_000],
])("above %d the scale ends at %d", (value, top) => expect(ceiling(value)).toBe(top));
