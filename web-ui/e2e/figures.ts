import type { Page } from "playwright-core";

/** What a figure may take to come to its value where other work goes on. */
const PATIENCE = 120_000;
/** From a billed play to the counter of somebody who looks on, milliseconds. */
export const SECOND = 1000;

/** The value of a figure with this label. */
export const figure = (page: Page, label: string) =>
  page.getByText(label, { exact: true }).locator("xpath=following-sibling::span[1]");

/** Waits until a figure has a value; the moment at which it was drawn, by the browser's clock. */
export async function figureShows(page: Page, label: string, value: string): Promise<number> {
  const drawn = await page
    .waitForFunction(
      ([name, wanted]) =>
        [...document.querySelectorAll("span")].some(
          (one) => one.textContent === name && one.nextElementSibling?.textContent === wanted,
        ) && Date.now(),
      [label, value] as const,
      { polling: 20, timeout: PATIENCE },
    )
    .catch(async (problem: unknown) => {
      const found = await figure(page, label)
        .allTextContents()
        .catch(() => []);
      throw new Error(`${label} is ${found.join(", ")}, not ${value}`, { cause: problem });
    });
  return Number(await drawn.jsonValue());
}

/** Waits for the screen's next play: when it was sent and when it was answered, by the same clock. */
export async function billing(screen: Page): Promise<{ sent: number; answered: number }> {
  const response = await screen.waitForResponse(/\/api\/v1\/impressions$/, { timeout: PATIENCE });
  if (response.status() !== 201) throw new Error(`${response.status()} ${await response.text()}`);
  await response.finished();
  const { startTime, requestStart, responseEnd } = response.request().timing();
  return { sent: startTime + requestStart, answered: startTime + responseEnd };
}

/** Tells how long after its play a counter moved; from the moment at which the play was sent. */
export async function lagOf(
  plays: ReturnType<typeof billing>,
  moved: Promise<number>,
): Promise<number> {
  const [{ sent, answered }, at] = await Promise.all([plays, moved]);
  const lag = Math.round(at - sent);
  console.log(
    `the counter moved ${lag} ms after its play was sent, ` +
      `${Math.round(at - answered)} ms after the screen was answered`,
  );
  return lag;
}
