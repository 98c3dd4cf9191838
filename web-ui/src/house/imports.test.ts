import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative } from "node:path";
import { expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..");
const FILES = readdirSync(SOURCE, { recursive: true })
  .map(String)
  .filter((path) => /\.tsx?$/.test(path) && !path.includes("generated"));
const IMPORT = /(?:from|import)\s*\(?\s*"(\.[^"]+)"/g;

/** What each folder may import, besides itself; features and the shell stand on top. */
const MAY: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  ui: ["lib"],
  api: ["lib"],
  features: ["api", "lib", "ui"],
  shell: ["api", "lib", "ui"],
};

function wrongImports(path: string, text: string): string[] {
  const [folder = "", feature] = path.split("/");
  const may = MAY[folder];
  if (may === undefined || path.includes(".test.")) return [];
  const targets = [...text.matchAll(IMPORT)].map(([, target = ""]) =>
    normalize(join(dirname(path), target)),
  );
  return targets.filter((target) => {
    const [other = "", otherFeature] = target.split("/");
    if (other !== folder) return !may.includes(other);
    return folder === "features" && feature !== otherFeature;
  });
}

it("imports go down only, and features never import each other", () => {
  const found = FILES.flatMap((path) => {
    const text = readFileSync(join(SOURCE, path), "utf8");
    const wrong = wrongImports(path, text);
    return wrong.map((target) => `${relative(SOURCE, join(SOURCE, path))} imports ${target}`);
  });
  expect(found).toEqual([]);
});

it("sees a wrong import", () => {
  const line = (target: string) => `import { x } from "${target}";`;
  expect(wrongImports("features/a/page.tsx", line("../b/queries"))).toEqual(["features/b/queries"]);
  expect(wrongImports("features/a/page.tsx", line("./queries") + line("../../ui/panel"))).toEqual(
    [],
  );
  expect(wrongImports("ui/panel.tsx", line("../api/client"))).toEqual(["api/client"]);
  expect(wrongImports("lib/a.ts", 'const b = await import("../features/b/page");')).toHaveLength(1);
});
