// Runs Biome. Its packages are named one by one, since a lock file must know every package that it
// names; formatting is checked on Linux, x64 and arm64.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const program = `@biomejs/cli-${process.platform}-${process.arch}/biome`;
let path;
try {
  path = createRequire(import.meta.url).resolve(program);
} catch {
  console.error(`biome: ${program} is not installed; run this on Linux`);
  process.exit(1);
}
const { status } = spawnSync(path, process.argv.slice(2), { stdio: "inherit" });
process.exit(status ?? 1);
