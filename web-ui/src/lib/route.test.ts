import { expect, it } from "vitest";
import { idOf } from "./route";

it("what can be no id is the id of nothing, so that its page is not found", () => {
  const id = "0198a000-0000-7000-8000-00000000ffff";
  expect(idOf(id)).toBe(id);
  for (const text of [undefined, "", "garbage", `${id}0`, "../admin"]) {
    expect(idOf(text)).toBe("00000000-0000-0000-0000-000000000000");
  }
});
