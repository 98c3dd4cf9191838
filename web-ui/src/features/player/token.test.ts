import { expect, it } from "vitest";
import { takeToken, tokenOf } from "./token";

it("finds the token of a kiosk's address, named or bare", () => {
  expect(tokenOf("#token=abc-123")).toBe("abc-123");
  expect(tokenOf("#abc-123")).toBe("abc-123");
  expect(["", "#", "#other=1", "#token="].map(tokenOf)).toEqual([null, null, null, null]);
});

it("takes it out of the address bar", () => {
  history.replaceState(null, "", "/player?x=1#token=abc");
  expect(takeToken(location, history)).toBe("abc");
  expect(location.hash).toBe("");
  expect(takeToken(location, history)).toBeNull();
});
