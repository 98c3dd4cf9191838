import type { Page } from "playwright-core";
import { PATIENCE } from "./browser";
import { until } from "./scene";

/** From a billed play to the counter of somebody who looks on, milliseconds. */
const SECOND = 1000;

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

/** When a play was sent and when it was answered, by the browser's clock. */
export type Sent = { status: number; sent: number; answered: number };

/** The plays that a screen sends from now on, as they are answered. */
export function playsFrom(screen: Page): readonly Sent[] {
  const plays: Sent[] = [];
  screen.on("requestfinished", async (request) => {
    if (!request.url().endsWith("/api/v1/impressions")) return;
    const { startTime, requestStart, responseEnd } = request.timing();
    const status = (await request.response())?.status() ?? 0;
    plays.push({ status, sent: startTime + requestStart, answered: startTime + responseEnd });
  });
  return plays;
}

/** How often the page that does nothing looks at its clock, milliseconds. */
const TICK = 10;

/** The moments at which a page that does nothing else was given the processor. */
async function openIdle(beside: Page) {
  const window = await beside.context().browser()?.newContext();
  if (!window) throw new Error("the browser is gone");
  const page = await window.newPage();
  const ticks = await page.evaluateHandle((tick) => {
    const moments: number[] = [];
    setInterval(() => moments.push(Date.now()), tick);
    return moments;
  }, TICK);
  return { ticks, close: () => window.close() };
}

/** How long, between two moments, the machine had no time for a page that does nothing. */
function standstill(ticks: readonly number[], from: number, to: number): number {
  const gaps = ticks.map((at, nth) => {
    const before = ticks[nth - 1] ?? at;
    return Math.min(at, to) - Math.max(before, from) - 2 * TICK;
  });
  return gaps.reduce((sum, gap) => sum + Math.max(0, gap), 0);
}

/** How long after its play was sent a counter moved, and how long it may have taken. */
export type Lag = { lag: number; allowed: number };

/**
 * Measures how soon a counter follows its play. A second is allowed, and the time in which the
 * machine stood still for a page that does nothing: none, unless other programs starve it.
 */
export async function lagOf(
  page: Page,
  plays: readonly Sent[],
  moved: Promise<number>,
): Promise<Lag> {
  const idle = await openIdle(page);
  const at = await moved;
  const first = await until(async () => plays[0], "the screen sends a play");
  if (first.status !== 201) throw new Error(`the play was answered with ${first.status}`);
  const lag = Math.round(at - first.sent);
  const stood = Math.round(standstill(await idle.ticks.jsonValue(), first.sent, at));
  await idle.close();
  console.log(
    `the counter moved ${lag} ms after its play was sent, ` +
      `${Math.round(at - first.answered)} ms after the screen was answered; ` +
      `the machine stood still for ${stood} ms of them`,
  );
  return { lag, allowed: SECOND + stood };
}
