import { expect, it } from "vitest";
import { readAmount } from "./amount";

it("reads amounts as our languages write them", () => {
  const table: [string, string | null][] = [
    ["1000", "1000"],
    [" 1,000 ", "1000"],
    ["1.000", "1000"],
    ["1 000 000", "1000000"],
    ["1,000.50", "1000.50"],
    ["1.000,5", "1000.5"],
    ["$250", "250"],
    ["0.5", "0.5"],
    ["007", "7"],
    ["1,00,0", null],
    ["1.0005", null],
    ["-5", null],
    ["1e5", null],
    ["", null],
    ["ten", null],
  ];
  for (const [text, expected] of table) expect([text, readAmount(text)]).toEqual([text, expected]);
});
