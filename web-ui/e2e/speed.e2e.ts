import type { Browser, BrowserContext, CDPSession, Page, Route } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, PASSWORD, startDemo } from "./appliance";
import { LOOKS, openBrowser, openWindow, signIn } from "./browser";

/** So much slower than this machine is the one that people are thought to have. */
const SLOWER = 4;
/** From the beginning of the navigation to the heading and the figures, milliseconds. */
const FIRST_SCREEN = 2000;
/** Plays of the long list, and how many of them an answer brings at most. */
const PLAYS = 10_000;
/** Plays of a page as the list asks for them. */
const FULL = 500;
/** The list is scrolled through so often. */
const PASSES = 3;
/** Two frames of a screen of 60 Hz. */
const FRAME = 34;
/** Of a hundred frames five may be slower than this: one frame was left out. */
const SLOW_FRAME = 34;
/** What the page's thread may compute for each frame: less than one lasts. */
const COMPUTED = 16;

const PEOPLE = [
  { who: "operator", email: "admin@vetrina.example", path: "/now" },
  { who: "advertiser", email: "ha@tovang.example", path: "/home" },
  { who: "supplier", email: "nam@minhlong.example", path: "/home" },
] as const;

/** A demo that runs already, to measure with the plays of more than two days. */
const RUNNING = process.env["UI_URL"] ?? "";

let appliance: Appliance | null = null;
let base = RUNNING;
let browser: Browser;

beforeAll(async () => {
  if (base === "") {
    appliance = await startDemo();
    base = appliance.base;
  }
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function enter(email: string): Promise<{ window: BrowserContext; page: Page }> {
  const [look] = LOOKS;
  if (!look) throw new Error("no look");
  const window = await openWindow(browser, base, look);
  return { window, page: await signIn(window, email, PASSWORD) };
}

for (const { who, email, path } of PEOPLE) {
  it(`the first screen of the ${who} stands within two seconds`, async () => {
    const { window, page } = await enter(email);
    const devtools = await window.newCDPSession(page);
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
    await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
    const busy = async () => {
      const { metrics } = await devtools.send("Performance.getMetrics");
      const spent = metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0;
      return Math.round(spent * 1000);
    };
    const times: number[] = [];
    // The first one warms the appliance; the quickest of the others is least disturbed by neighbours.
    for (let nth = 0; nth < 5; nth += 1) times.push(await firstScreen(page, path));
    const [, ...warm] = times;
    // What the page's own thread computed does not depend on neighbours of the machine.
    console.log(
      `first screen of the ${who}, CPU ÷ ${SLOWER}: ${times.join(", ")} ms; ` +
        `its thread computed for ${await busy()} ms in all that the counter saw`,
    );
    expect(Math.min(...warm)).toBeLessThan(FIRST_SCREEN);
    await window.close();
  });
}

/** Until the heading and at least one figure with a digit are drawn, by the page's own clock. */
async function firstScreen(page: Page, path: string): Promise<number> {
  await page.goto(path, { waitUntil: "commit" });
  const drawn = await page.waitForFunction(
    () => {
      const figures = [...document.querySelectorAll("main dl, main [class*='figure']")];
      const stands =
        document.querySelector("main h1") !== null &&
        document.querySelector("main .mantine-Skeleton-root") === null &&
        figures.some((figure) => /\d/.test(figure.textContent ?? ""));
      return stands ? performance.now() : false;
    },
    null,
    { polling: "raf" },
  );
  return Math.round(Number(await drawn.jsonValue()));
}

it(`a list of ${PLAYS} plays scrolls`, async () => {
  const { window, page } = await enter("admin@vetrina.example");
  const devtools = await window.newCDPSession(page);
  await page.route(/\/api\/v1\/campaigns\/[^/]+\/impressions/, manyPlays());
  await page.goto("/impressions");
  const list = page.getByRole("group", { name: "Plays" });
  await list.waitFor();
  await loadAll(page);
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const passes: Pass[] = [];
  for (let nth = 0; nth < PASSES; nth += 1) {
    const before = await spentOn(devtools);
    const frames = await list.evaluate(scrollThrough);
    const after = await spentOn(devtools);
    const pass = passOf(frames, before, after);
    passes.push(pass);
    console.log(`${PLAYS} plays, ${frames.length} frames: ${told(pass)}`);
  }
  const drawn = await page.locator("tbody tr").count();
  expect(drawn).toBeLessThan(150);
  // What disturbs one pass is another program; what is slow in each of them is the list.
  const best = (of: (pass: Pass) => number) => Math.min(...passes.map(of));
  expect(best(({ median }) => median)).toBeLessThanOrEqual(FRAME);
  expect(best(({ slow }) => slow)).toBeLessThanOrEqual(SLOW_FRAME);
  expect(best(({ thread }) => thread)).toBeLessThanOrEqual(COMPUTED);
  await window.close();
});

/** One scroll through the list, all in milliseconds: frames, and what the page's thread computed for each. */
type Pass = Record<"median" | "slow" | "thread" | "script" | "style" | "layout", number>;
const COSTS = [
  ["thread", "TaskDuration"],
  ["script", "ScriptDuration"],
  ["style", "RecalcStyleDuration"],
  ["layout", "LayoutDuration"],
] as const;

async function spentOn(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const { metrics } = await devtools.send("Performance.getMetrics");
  return new Map(metrics.map(({ name, value }) => [name, value * 1000]));
}

function passOf(
  frames: number[],
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Pass {
  const sorted = frames.toSorted((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.floor(sorted.length * share)] ?? Number.POSITIVE_INFINITY;
  const costs = COSTS.map(([name, metric]) => {
    const spent = (after.get(metric) ?? 0) - (before.get(metric) ?? 0);
    return [name, spent / frames.length];
  });
  return { median: at(0.5), slow: at(0.95), ...Object.fromEntries(costs) };
}

const told = ({ median, slow, thread, script, style, layout }: Pass) =>
  `median ${median.toFixed(1)} ms, 95th percentile ${slow.toFixed(1)} ms; computed ` +
  `${thread.toFixed(1)} ms a frame (script ${script.toFixed(1)}, style ${style.toFixed(1)}, ` +
  `layout ${layout.toFixed(1)})`;

/** Answers the list of plays with copies of its own first page, as many as are wanted. */
function manyPlays(): (route: Route) => Promise<void> {
  let first: { items: { id: string }[] } | null = null;
  return async (route) => {
    first ??= await (await route.fetch()).json();
    const known = first?.items ?? [];
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    // Full pages, however few plays the campaign has: the list stops short of one that is not.
    const page = Array.from({ length: FULL }, (_, nth) => {
      const at = from + nth;
      return { ...known[at % known.length], id: idOf(at) };
    });
    const next = from + FULL;
    const json = { items: page, next_cursor: next < PLAYS ? String(next) : null };
    await route.fulfill({ json });
  };
}

const idOf = (nth: number) => `00000000-0000-7000-8000-${String(nth).padStart(12, "0")}`;

/** Goes to the end again and again until nothing more comes. */
async function loadAll(page: Page): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const table = document.querySelector("main table");
      const frame = table?.parentElement;
      frame?.scrollTo(0, frame.scrollHeight);
      window.scrollTo(0, document.documentElement.scrollHeight);
      return Number(table?.getAttribute("aria-rowcount")) >= wanted;
    },
    PLAYS,
    { polling: 50 },
  );
}

/** The lengths of the frames while the list is scrolled from its beginning, milliseconds. */
function scrollThrough(list: Element): Promise<number[]> {
  const frames: number[] = [];
  list.scrollTo(0, 0);
  return new Promise((resolve) => {
    let before = 0;
    const step = (now: number) => {
      if (before > 0) frames.push(now - before);
      before = now;
      // About three turns of a wheel in a frame.
      list.scrollBy(0, 300);
      if (frames.length < 600) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  });
}
