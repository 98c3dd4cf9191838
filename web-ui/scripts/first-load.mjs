// Fails where a first screen needs more than its budget: what the browser gets, gzip, before
// somebody can work. Run after `npm run build`.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUDGET = 400 * 1024;
const manifest = JSON.parse(readFileSync(new URL("../.first-load.json", import.meta.url), "utf8"));
const BUILT = new URL("../dist/", import.meta.url);

/** The first screen of each role, with what it loads later by itself. */
const SCREENS = {
  "sign-in": ["src/features/session/login-page.tsx"],
  operator: ["src/features/overview/overview-page.tsx", "src/ui/map/outlines.json"],
  advertiser: ["src/features/start/start-page.tsx"],
  supplier: ["src/features/start/start-page.tsx", "src/ui/map/outlines.json"],
};

let failed = false;
for (const [screen, entries] of Object.entries(SCREENS)) {
  const files = new Set(["index.html"]);
  for (const entry of ["index.html", ...entries]) collect(entry, files);
  const bytes = [...files].reduce((sum, file) => sum + sizeOf(file), 0);
  const verdict = bytes <= BUDGET ? "fits" : "is too large";
  console.log(`${screen}: ${(bytes / 1024).toFixed(0)} of ${BUDGET / 1024} KiB, ${verdict}`);
  failed ||= bytes > BUDGET;
}
process.exitCode = failed ? 1 : 0;

function collect(name, files) {
  const chunk = manifest[name];
  if (!chunk) throw new Error(`${name} is no part of the build; mend SCREENS in first-load.mjs`);
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const other of chunk.imports ?? []) collect(other, files);
}

function sizeOf(file) {
  return gzipSync(readFileSync(new URL(file, BUILT)), { level: 9 }).length;
}
