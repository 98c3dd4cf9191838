import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the appliance answers during development. */
const APPLIANCE = process.env["UI_URL"] ?? "http://127.0.0.1:8420";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    // No inlined files: the policy of the pages allows the appliance's own files only.
    assetsInlineLimit: 0,
    // The pages of the content that is shown are at /assets.
    assetsDir: "static",
    modulePreload: { polyfill: false },
    sourcemap: false,
    manifest: "manifest.json",
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { "/api": { target: APPLIANCE, changeOrigin: true } } },
  preview: { proxy: { "/api": { target: APPLIANCE, changeOrigin: true } } },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test-setup.ts"],
    restoreMocks: true,
  },
});
