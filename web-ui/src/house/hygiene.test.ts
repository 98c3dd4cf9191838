import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pages } from "../shell/features";

const ROOT = join(import.meta.dirname, "../..");

it("the list of packages names no host that serves them", () => {
  for (const folder of ["", "tools"]) {
    const text = readFileSync(join(ROOT, folder, "package-lock.json"), "utf8");
    expect(text).not.toContain('"resolved"');
  }
});

it("every page has its own address", () => {
  const addresses = pages.map(({ path }) => path);
  expect(new Set(addresses).size).toBe(addresses.length);
});

it("nothing asks another host", () => {
  const wrong = readdirSync(join(ROOT, "src"), { recursive: true })
    .map(String)
    .filter((path) => /\.(?:tsx?|css)$/.test(path) && !/generated|\.test\./.test(path))
    .filter((path) => /https?:\/\//.test(readFileSync(join(ROOT, "src", path), "utf8")));
  expect(wrong).toEqual([]);
});
