import { expect, it } from "vitest";
import { parseExact } from "./json";

const EXACT = new Set(["spent", "budget"]);

it("keeps every digit of exact numbers and no text of the others", () => {
  const text = `{"spent": 12345678901234.123456, "budget":-0.10, "lat": 10.5, "count": 3,
    "list": [{"spent":1},{"spent":null}], "note":"\\"spent\\": 5", "name \\" x": 2}`;
  expect(parseExact(text, EXACT)).toEqual({
    spent: "12345678901234.123456",
    budget: "-0.10",
    lat: 10.5,
    count: 3,
    list: [{ spent: "1" }, { spent: null }],
    note: '"spent": 5',
    'name " x': 2,
  });
});

it("takes a number inside a list behind an exact name as a number", () => {
  expect(parseExact('{"spent":[1.5,2],"a":"spent","b":1}', EXACT)).toEqual({
    spent: [1.5, 2],
    a: "spent",
    b: 1,
  });
});

it("reads everything that JSON.parse reads", () => {
  for (const value of [
    null,
    true,
    1e21,
    "spent",
    [],
    {},
    { spent: "1" },
    { a: { b: [-1.5e-7] } },
  ]) {
    const text = JSON.stringify(value);
    expect(parseExact(text, EXACT)).toEqual(JSON.parse(text));
  }
  expect(() => parseExact("{", EXACT)).toThrow(SyntaxError);
});
