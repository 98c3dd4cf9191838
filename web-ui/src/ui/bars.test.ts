import { expect, it } from "vitest";
import { ceiling } from "./bars";

it.each([
  [0.5, 2],
  [1, 2],
  [3, 3],
  [9, 10],
  [11, 15],
  [349, 400],
  [401, 500],
  [1_000_000, 1_000_000],
])("above %d the scale ends at %d", (value, top) => expect(ceiling(value)).toBe(top));
