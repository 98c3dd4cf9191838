import { expect, it } from "vitest";
import { changeOf } from "./change";

it("sends what was changed and nothing else", () => {
  const before = { name: "Tơ Vàng", email: "ha@tovang.example", language: "vi" } as const;
  expect(changeOf(before, before)).toEqual({});
  expect(changeOf(before, { ...before, language: "it" })).toEqual({ language: "it" });
  const moved = { ...before, name: "Lụa", email: "ha@lua.example" };
  expect(changeOf(before, moved)).toEqual({ name: "Lụa", email: "ha@lua.example" });
});
