// Runs a TypeScript file under Node 20, which reads none by itself: node scripts/run.mjs FILE [ARGS]
import { runnerImport } from "vite";

const [file] = process.argv.splice(2, 1);
await runnerImport(new URL(`../${file}`, import.meta.url).pathname, {
  configFile: false,
  logLevel: "error",
});
