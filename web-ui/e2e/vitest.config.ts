import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["e2e/**/*.e2e.ts"],
    fileParallelism: false,
    testTimeout: 300_000,
    // Longer than an appliance may take to start, so that the start itself tells what was wrong.
    hookTimeout: 600_000,
  },
});
