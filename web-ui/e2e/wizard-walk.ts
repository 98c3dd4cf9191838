import type { Page } from "playwright-core";

const DAY = 86_400_000;
/** Keys pressed at most before something must have been reached. */
const MOST = 150;

/** What a screen reader would say of what has the focus: its name, or its label. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === document.body) return "";
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : "";
    const name = element?.getAttribute("aria-label") ?? element?.textContent ?? "";
    return `${label ?? ""} ${name}`.trim();
  });
}

async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let at = 0; at < MOST; at += 1) {
    if (name.test(await focused(page))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`no ${name} by Tab; the focus is at ${await focused(page)}`);
}

async function press(page: Page, name: RegExp, key = "Enter"): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.press(key);
}

async function write(page: Page, name: RegExp, text: string): Promise<void> {
  await tabTo(page, name);
  await page.keyboard.type(text);
}

/** A day from the keyboard: the browser's own field wants month or day first, as it was built. */
async function writeDay(page: Page, name: RegExp, fromToday: number): Promise<void> {
  const iso = new Date(Date.now() + fromToday * DAY).toISOString().slice(0, 10);
  const [year = "", month = "", day = ""] = iso.split("-");
  await tabTo(page, name);
  const field = await page.evaluateHandle(() => document.activeElement);
  for (const keys of [month + day + year, day + month + year]) {
    await page.keyboard.type(keys);
    const written = await field.evaluate((one) =>
      one instanceof HTMLInputElement ? one.value : "",
    );
    if (written === iso) return;
    await field.asElement()?.focus();
    for (let part = 0; part < 2; part += 1) await page.keyboard.press("ArrowLeft");
  }
  throw new Error(`${iso} could not be written`);
}

/** The step that is on, once its heading has the focus. */
async function arrive(page: Page, step: string, heading: RegExp): Promise<void> {
  await page.waitForURL(new RegExp(`step=${step}`));
  await page.getByRole("heading", { level: 2, name: heading }).waitFor();
  if (!heading.test(await focused(page))) {
    throw new Error(`the focus is at ${await focused(page)} after going to ${step}`);
  }
}

/** From the list of campaigns to a submission, by keys alone. */
export async function walkTheWizard(page: Page, name: string): Promise<void> {
  await page.goto("/campaigns");
  await page.getByRole("link", { name: "New campaign" }).waitFor();
  await press(page, /New campaign/);
  await page.getByRole("heading", { name: "Begin a draft" }).waitFor();
  await write(page, /^Name/, name);
  await page.keyboard.press("Enter");
  await arrive(page, "basics", /What is it about/);

  await press(page, /Next: Content/);
  await page.getByText("This is needed.").first().waitFor();
  await write(page, /^Brand/, "Sao Mai");
  await write(page, /^Category/, "Tele");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await writeDay(page, /^First day/, 3);
  await writeDay(page, /^Last day/, 20);
  await write(page, /^Budget/, "1200");
  await press(page, /Next: Content/);
  await arrive(page, "content", /What do the screens show/);

  await press(page, /Show Loa 10s/, "Space");
  await press(page, /Next: Stores/);
  await arrive(page, "stores", /Where and at which hours/);
  await press(page, /Choose all/);
  await page.getByText("Expected cost").waitFor();
  await press(page, /Next: Review/);
  await arrive(page, "review", /Is everything as it should be/);

  await page.goBack();
  await page.getByRole("heading", { name: "Where and at which hours?" }).waitFor();
  await page.goForward();
  await page.reload();
  await page.getByRole("heading", { name: "Is everything as it should be?" }).waitFor();
  await press(page, /I accept/, "Space");
  await press(page, /Submit and set aside/);
  const seen = page.getByLabel(/I have seen this/);
  const left = page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  await Promise.race([seen.waitFor(), left]);
  if (await seen.isVisible()) {
    await press(page, /I have seen this/, "Space");
    await press(page, /Submit and set aside/);
  }
  await left;
  await page.getByRole("heading", { level: 1, name }).waitFor();
}
