// Takes a picture of every page in four looks from an appliance that runs: `npm run pictures`.
// UI_URL and UI_PASSWORD say where it is and how the demo's people sign in.
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import { PAGES } from "./pages";

const BASE = process.env["UI_URL"] ?? "http://127.0.0.1:8420";
const PASSWORD = process.env["UI_PASSWORD"] ?? "";
const FOLDER = new URL("pictures/", import.meta.url).pathname;
const only = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
const browser = await openBrowser();
for (const look of LOOKS) {
  for (const { email, pages } of PAGES) {
    const wanted = pages.filter(({ name }) => only.length === 0 || only.includes(name));
    if (wanted.length === 0) continue;
    const window = await openWindow(browser, BASE, look);
    const page = email === null ? await window.newPage() : await signIn(window, email, PASSWORD);
    page.on("console", (line) => {
      if (line.type() === "error") console.error(`${page.url()}: ${line.text()}`);
    });
    page.on("pageerror", (error) => console.error(`${page.url()}: ${error.message}`));
    for (const { name, open } of wanted) {
      await open(page);
      await settle(page);
      await stretch(page, look);
      const path = `${FOLDER}${name}-${look.width}-${look.scheme}.png`;
      await page.screenshot({ path });
      console.log(path);
    }
    await window.close();
  }
}
await browser.close();

/** Makes the window as high as the page, so that what is fixed to its edges stays there. */
async function stretch(page: Page, { width, height }: Look) {
  await page.setViewportSize({ width, height });
  const needed = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(height, needed) });
  await page.waitForTimeout(300);
}

/** Waits until nothing is loading any more. */
async function settle(page: Page) {
  await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root"));
  const live = page.getByText("Live", { exact: true }).first();
  await live.waitFor({ timeout: 4000 }).catch(() => null);
  await page.waitForTimeout(900);
}
