import { expect, it } from "vitest";
import { formatBytes } from "./sizes";

it("says sizes in the unit that fits", () => {
  const said = [0, 999, 1000, 640_000, 2_600_000_000, 5e15].map((n) => formatBytes(n, "en"));
  expect(said).toEqual(["0 byte", "999 byte", "1 kB", "640 kB", "2.6 GB", "5,000 TB"]);
});
