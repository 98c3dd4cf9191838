import { expect, it } from "vitest";
import { safeBack } from "./paths";

it.each([
  ["/campaigns/1?tab=billing", "/campaigns/1?tab=billing"],
  ["//elsewhere.example", "/"],
  ["/\\elsewhere.example", "/"],
  ["https://elsewhere.example", "/"],
  ["/login?back=/login", "/"],
  [undefined, "/"],
  [7, "/"],
])("back to %j is %j", (back, safe) => expect(safeBack(back)).toBe(safe));
