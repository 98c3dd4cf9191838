// Takes a picture of every page in four looks from an appliance that runs: `npm run pictures`.
// UI_URL and UI_PASSWORD say where it is and how the demo's people sign in.
import { mkdirSync } from "node:fs";
import type { Page } from "playwright-core";
import { LOOKS, type Look, openBrowser, openWindow, show, signIn } from "./browser";
import { PAGES } from "./pages";

const BASE = process.env["UI_URL"] ?? "http://127.0.0.1:8420";
const PASSWORD = process.env["UI_PASSWORD"] ?? "";
const FOLDER = new URL("pictures/", import.meta.url).pathname;
/** A machine that does other things too takes its time for a page. */
const PATIENCE = 120_000;
const only = process.argv.slice(2);

mkdirSync(FOLDER, { recursive: true });
const [WIDE] = LOOKS;
if (!WIDE) throw new Error("no look");
const browser = await openBrowser();
for (const { email, pages } of PAGES) {
  const wanted = pages.filter(({ name }) => only.length === 0 || only.includes(name));
  if (wanted.length === 0) continue;
  const window = await openWindow(browser, BASE, WIDE);
  const page = email === null ? await window.newPage() : await signIn(window, email, PASSWORD);
  page.setDefaultTimeout(PATIENCE);
  page.on("console", (line) => {
    if (line.type() === "error") console.error(`${page.url()}: ${line.text()}`);
  });
  page.on("pageerror", (error) => console.error(`${page.url()}: ${error.message}`));
  for (const { name, open } of wanted) {
    await show(page, WIDE);
    await open(page);
    await settle(page);
    for (const look of LOOKS) {
      await show(page, look);
      await stretch(page, look);
      const path = `${FOLDER}${name}-${look.width}-${look.scheme}.png`;
      await page.screenshot({ path });
      console.log(path);
    }
  }
  await window.close();
}
await browser.close();

/**
 * Makes the window as high as the page, so that what is fixed to its edges stays there. A list that
 * is bound to the window grows with it, so that it is measured again.
 */
async function stretch(page: Page, { width, height }: Look) {
  let shown = height;
  await page.setViewportSize({ width, height });
  for (let tries = 0; tries < 4; tries += 1) {
    await page.waitForTimeout(tries === 0 ? 400 : 150);
    const needed = await page.evaluate(() => document.documentElement.scrollHeight);
    if (needed <= shown) return;
    shown = needed;
    await page.setViewportSize({ width, height: shown });
  }
}

/** Waits until nothing is loading any more. */
async function settle(page: Page) {
  await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root"));
  const live = page.getByText("Live", { exact: true }).first();
  await live.waitFor({ timeout: 4000 }).catch(() => null);
  const chart = page.locator("[role=img] canvas").first();
  if (await page.locator("[role=img]:not(svg)").count()) {
    await chart.waitFor({ timeout: 2000 }).catch(() => null);
  }
  await page.waitForTimeout(900);
}
