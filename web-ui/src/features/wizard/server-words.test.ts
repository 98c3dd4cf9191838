import { expect, it } from "vitest";
import { sayingOf } from "./server-words";

it("knows the sentences that people meet", () => {
  expect(sayingOf("Start date must be at least 24 hours in future")).toEqual({
    key: "said.lead",
    values: { hours: "24" },
  });
  expect(sayingOf("Estimated cost ($5,923.21) exceeds budget ($100.00)")).toEqual({
    key: "said.dear",
    values: { cost: "$5,923.21", budget: "$100.00" },
  });
  expect(sayingOf("Brand blocked: Sao Mai")?.values).toEqual({ value: "Sao Mai" });
  expect(sayingOf("Campaign name already exists!")).toBeNull();
});
