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

/** What an empty request of the page took at most, as long as the work is going on. */
async function slowestEmptyRequest(page: Page, work: Promise<unknown>): Promise<number> {
  let isGoing = true;
  const end = () => {
    isGoing = false;
  };
  work.then(end, end);
  let slowest = 0;
  while (isGoing) {
    const took = await page.evaluate(async () => {
      const from = performance.now();
      await fetch("/api/v1/welcome").then((answer) => answer.arrayBuffer());
      return performance.now() - from;
    });
    slowest = Math.max(slowest, took);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return slowest;
}

/** How long after its play was sent a counter moved, and how long it may have taken. */
export type Lag = { lag: number; allowed: number };

/**
 * Measures how soon a counter follows its play. A second is allowed, and what an empty request of
 * the same page took meanwhile: some milliseconds, unless the machine is starved.
 */
export async function lagOf(
  page: Page,
  plays: readonly Sent[],
  moved: Promise<number>,
): Promise<Lag> {
  const empty = slowestEmptyRequest(page, moved);
  const at = await moved;
  const first = await until(async () => plays[0], "the screen sends a play");
  if (first.status !== 201) throw new Error(`the play was answered with ${first.status}`);
  const lag = Math.round(at - first.sent);
  const machine = Math.round(await empty);
  console.log(
    `the counter moved ${lag} ms after its play was sent, ` +
      `${Math.round(at - first.answered)} ms after the screen was answered; ` +
      `an empty request took at most ${machine} ms`,
  );
  return { lag, allowed: SECOND + machine };
}
