import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, PASSWORD, startDemo } from "./appliance";
import { LOOKS, openBrowser, openWindow, show, signIn } from "./browser";
import { PAGES } from "./pages";
import { accessibility, watch } from "./watch";

const [WIDE] = LOOKS;
const ADMIN = "admin@vetrina.example";
let appliance: Appliance;
let browser: Browser;

/** The whole story with few screens, so that every page has something to show. */
const DAYS = 9;
const SCREENS = 12;
/** Its history is made by the engine itself, play by play. */
const A_STORY = 480_000;

beforeAll(async () => {
  appliance = await startDemo(DAYS, SCREENS);
  browser = await openBrowser();
}, A_STORY);

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function open(look = WIDE) {
  if (!look) throw new Error("no look");
  const window = await openWindow(browser, appliance.base, look);
  const page = await signIn(window, ADMIN, PASSWORD);
  return { page, window, wrong: watch(page, appliance.base) };
}

/** So long one page may take in all looks: axe computes for seconds where others compute too. */
const A_PAGE = 60_000;

for (const { email, pages } of PAGES) {
  // One more for the sign-in.
  const timeout = (pages.length + 1) * A_PAGE;
  it(`every page is quiet and accessible in every look: ${email ?? "nobody"}`, {
    timeout,
  }, async () => {
    if (!WIDE) throw new Error("no look");
    const window = await openWindow(browser, appliance.base, WIDE);
    window.setDefaultTimeout(A_PAGE);
    const page = email === null ? await window.newPage() : await signIn(window, email, PASSWORD);
    const wrong = watch(page, appliance.base);
    for (const { name, open: goTo } of pages) {
      await show(page, WIDE);
      await goTo(page);
      for (const look of LOOKS) {
        await show(page, look);
        const found = await objections(page);
        wrong.push(...found.map((what) => `${name}, ${look.width} px, ${look.scheme}: ${what}`));
      }
    }
    expect(wrong).toEqual([]);
    await window.close();
  });
}

/** What axe finds in what is shown, and what is too wide. */
async function objections(page: Page): Promise<string[]> {
  await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root"));
  await page.getByRole("heading", { level: 1 }).waitFor();
  const found = await accessibility(page);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  return overflow > 0 ? [...found, `${overflow} px too wide`] : found;
}

it("shows what happens elsewhere as it happens", async () => {
  const { page, window, wrong } = await open();
  await page.goto("/campaigns?group=running");
  const rows = page.getByRole("table").getByRole("row");
  await rows.nth(1).waitFor();
  await page.getByText("Live", { exact: true }).waitFor();
  const before = await rows.count();
  const other = await open();
  await other.page.getByRole("button", { name: "Emergency stop" }).click();
  await other.page.getByRole("button", { name: "Stop", exact: true }).last().click();
  await other.page.getByText("1 campaign stopped").waitFor();
  await page.waitForFunction(
    (count) => document.querySelectorAll("table tr").length < count,
    before,
    { timeout: 5000 },
  );
  expect(wrong).toEqual([]);
  await other.window.close();
  await window.close();
});

it("speaks three languages and remembers the one chosen", async () => {
  const { page, window } = await open();
  await page.getByRole("button", { name: /Account of/ }).click();
  await page.getByRole("menuitem", { name: "Tiếng Việt" }).click();
  await page.getByRole("heading", { name: "Hiện tại" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Hiện tại" }).waitFor();
  expect(await page.locator("html").getAttribute("lang")).toBe("vi");
  await window.close();
});

it("a session that ends leads to the door and back to the same place", async () => {
  const { page, window } = await open();
  await page.goto("/campaigns?group=running");
  await page.getByRole("table").waitFor();
  await window.clearCookies();
  await page.getByRole("link", { name: "Screens", exact: true }).click();
  await page.getByText("The session has ended").waitFor();
  await page.getByLabel("E-mail").fill(ADMIN);
  await page.getByRole("textbox", { name: "Password" }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Screens" }).waitFor();
  await window.close();
});

it("an advertiser sees campaigns and not the operator's pages", async () => {
  const window = await openWindow(browser, appliance.base, WIDE ?? LOOKS[0] ?? never());
  const page = await signIn(window, "bao@saomai.example", PASSWORD);
  await page.getByRole("heading", { name: "Campaigns" }).waitFor();
  expect(await page.getByRole("link", { name: "Now" }).count()).toBe(0);
  await page.goto("/now");
  await page.getByText("This is not open to your role").waitFor();
  await window.close();
});

it("an emergency stop is one click and says what came of it", async () => {
  const { page, window, wrong } = await open();
  await page.getByRole("button", { name: "Emergency stop" }).click();
  await page.getByRole("button", { name: "Stop", exact: true }).first().click();
  await page.getByText("1 campaign stopped").waitFor();
  expect(wrong).toEqual([]);
  await window.close();
});

function never(): never {
  throw new Error("there is no look");
}
