// Puts a Brotli and a gzip twin beside each built file that gains by it; the binary serves them.
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const BUILT = new URL("../dist/", import.meta.url).pathname;
const TEXTS = /\.(?:js|css|svg|json|webmanifest)$/;
/** Below it, a twin is not worth its place. */
const SMALLEST = 600;
/** Only first-load.mjs reads it; the binary does not carry it. */
const MANIFEST = "manifest.json";

const files = readdirSync(BUILT, { recursive: true }).map(String);
for (const name of files) {
  const path = join(BUILT, name);
  if (name === MANIFEST || !statSync(path).isFile() || !TEXTS.test(name)) continue;
  const bytes = readFileSync(path);
  if (bytes.length < SMALLEST) continue;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } };
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, quality));
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}
writeFileSync(new URL("../.first-load.json", import.meta.url), readFileSync(join(BUILT, MANIFEST)));
rmSync(join(BUILT, MANIFEST));
