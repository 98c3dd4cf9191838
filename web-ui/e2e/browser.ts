import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";

/** Debian's Chromium; another one may be named in the environment. */
const CHROMIUM = process.env["UI_CHROMIUM"] ?? "/usr/bin/chromium";

const ARGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** How long something is waited for: a machine may be busy, or stand still for a while. */
export const PATIENCE = 120_000;

export type Look = { width: number; height: number; scheme: "light" | "dark" };

/** The four ways in which every page is looked at. */
export const LOOKS: readonly Look[] = [
  { width: 1440, height: 900, scheme: "light" },
  { width: 1440, height: 900, scheme: "dark" },
  { width: 390, height: 844, scheme: "light" },
  { width: 390, height: 844, scheme: "dark" },
];

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** A window of its own, with nothing remembered. */
export async function openWindow(
  browser: Browser,
  base: string,
  look: Look,
): Promise<BrowserContext> {
  const window = await browser.newContext({
    baseURL: base,
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    reducedMotion: "reduce",
    locale: "en-GB",
    timezoneId: "Asia/Ho_Chi_Minh",
  });
  window.setDefaultTimeout(PATIENCE);
  return window;
}

/** Shows an open page in another look, as a person who turns the phone or the lights does. */
export async function show(page: Page, { width, height, scheme }: Look) {
  await page.emulateMedia({ colorScheme: scheme });
  await page.setViewportSize({ width, height });
}

/** Signs in by the form, as a person does. */
export async function signIn(window: BrowserContext, email: string, password: string) {
  const page = await window.newPage();
  await page.goto("/login");
  await page.getByLabel("E-mail").fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL((url) => url.pathname !== "/login");
  return page;
}
