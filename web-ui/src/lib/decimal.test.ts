import { describe, expect, it } from "vitest";
import {
  add,
  compare,
  type Decimal,
  fromMicros,
  readDecimal,
  share,
  subtract,
  toMicros,
} from "./decimal";

describe("exact decimals", () => {
  it.each([
    ["0", 0n],
    ["0.078", 78_000n],
    ["-1.5", -1_500_000n],
    ["-0.000001", -1n],
    ["9223372036854.775807", 9_223_372_036_854_775_807n],
  ] as const)("%s is %s millionths and back", (text, micros) => {
    expect(toMicros(text as Decimal)).toBe(micros);
    expect(fromMicros(micros)).toBe(text);
  });

  it.each(["", "1.", ".5", "1e3", "1,5", "0x1", " 1", "1.0000001", "NaN", "--1"])(
    "%j is none",
    (text) => expect(readDecimal(text)).toBeNull(),
  );

  it("adds where binary fractions would not", () => {
    expect(add("0.1", "0.2")).toBe("0.3");
    expect(add("9007199254740.993", "0.000001")).toBe("9007199254740.993001");
    expect(subtract("0.3", "0.1")).toBe("0.2");
  });

  it("compares by value, not by text", () => {
    expect(compare("9", "10")).toBe(-1);
    expect(compare("1.50", "1.5")).toBe(0);
    expect(share("1", "4")).toBe(0.25);
    expect(share("1", "0")).toBe(0);
  });
});
