import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startEmpty } from "./appliance";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import { figureShows, lagOf, playsFrom } from "./figures";
import {
  ADMIN,
  addScreen,
  addStore,
  bookCampaign,
  campaign,
  Program,
  playsOf,
  QUICK,
  runCampaigns,
  type Scene,
  setScene,
  stats,
  TOKEN,
  until,
} from "./scene";
import { accessibility, watch } from "./watch";

const WIDE: Look = LOOKS[0] ?? { width: 1440, height: 900, scheme: "light" };
const ADVERT = "[data-campaign]";
const LONG = 600_000;

let appliance: Appliance;
let browser: Browser;
let program: Program;
let scene: Scene;

beforeAll(async () => {
  appliance = await startEmpty(TOKEN, QUICK);
  program = new Program(appliance.base);
  scene = await setScene(program);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

type Screen = { id: string; window: BrowserContext; page: Page; wrong: string[] };

/** A tab that was enrolled by its address and approved. */
async function openScreen(store: string, name: string, more = {}): Promise<Screen> {
  const { id, token } = await addScreen(program, store, name, more);
  const window = await openWindow(browser, appliance.base, WIDE);
  const page = await window.newPage();
  const wrong = watch(page, appliance.base);
  await page.goto(`/player#token=${token}`);
  await page.getByText("Waiting for approval").waitFor();
  expect(new URL(page.url()).hash).toBe("");
  await program.call("POST", `/devices/${id}/approve`, {});
  return { id, window, page, wrong };
}

const shows = (page: Page, id: string) => page.locator(`[data-campaign="${id}"]`).waitFor();

it(
  "a tab becomes a screen, plays, and is billed while the operator looks on",
  async () => {
    const store = await addStore(program, scene, "Vincom Center");
    const { id, token } = await addScreen(program, store, "Entrance <b>&</b> 🛒");
    const window = await openWindow(browser, appliance.base, WIDE);
    const page = await window.newPage();
    const wrong = watch(page, appliance.base);
    await page.goto("/player");
    const enrol = page.getByRole("button", { name: "Enrol this screen" });
    await enrol.click();
    await page.getByText("Enter the token").waitFor();
    expect(await accessibility(page)).toEqual([]);
    await page.getByLabel("One-time token").fill("guessed");
    await enrol.click();
    await page.getByRole("alert").waitFor();
    await page.getByLabel("One-time token").fill(token);
    await enrol.click();
    await page.getByText("Waiting for approval").waitFor();
    await program.call("POST", `/devices/${id}/approve`, {});
    await page.getByText("Ready", { exact: true }).waitFor();
    expect(await accessibility(page)).toEqual([]);

    const runs = await bookCampaign(program, scene, store, "Lụa mùa thu", { lead: 8000 });
    const desk = await openWindow(browser, appliance.base, WIDE);
    const office = await signIn(desk, ADMIN.email, ADMIN.password);
    await office.goto(`/campaigns/${runs}`);
    await office.getByText("Live", { exact: true }).waitFor();
    const plays = playsFrom(page);
    const moved = figureShows(office, "Billed plays", "1");
    await shows(page, runs);
    await page.mouse.move(50, 50);
    expect(await accessibility(page)).toEqual([]);
    const picture = page.locator(`${ADVERT} img`);
    expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(1920);
    const { lag, allowed } = await lagOf(office, plays, moved);
    expect(lag).toBeLessThanOrEqual(allowed);

    expect((await campaign(program, runs)).spent).toBeGreaterThan(0);
    // The frame that was signed comes after it.
    const [play] = await until(async () => {
      const plays = await playsOf(program, [runs]);
      return plays[0]?.proof_available ? plays : null;
    }, "the frame is there");
    expect(play).toMatchObject({ status: "VERIFIED", device_id: id, counter: 1 });
    expect(wrong).toEqual([]);
    await window.close();
    await desk.close();
  },
  LONG,
);

it(
  "without the appliance it plays on, also after a reload, and brings all plays in order",
  async () => {
    const store = await addStore(program, scene, "Chợ Bến Thành");
    const screen = await openScreen(store, "Offline");
    const { page } = screen;
    await page.getByText("Ready", { exact: true }).waitFor();
    const names = ["One", "Two", "Three", "Four"];
    const campaigns = await runCampaigns(program, scene, store, names);
    await page.locator(ADVERT).waitFor();
    // The page and its files are kept by now, so that it starts without a network.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await until(async () => (await playsOf(program, campaigns)).length > 0, "a first play");
    await appliance.halt();
    await page
      .getByText(/plays? waits? to be sent/)
      .first()
      .waitFor();
    await page.reload();
    await page.getByText(/No connection to the appliance/).waitFor();
    await page.getByText("3 plays wait to be sent").waitFor();
    const resumedAt = new Date().toISOString();
    await appliance.resume();
    const plays = await until(
      async () => {
        const found = await playsOf(program, campaigns);
        return found.length === 4 && found.every((play) => play.proof_available) ? found : null;
      },
      "all four plays and their frames",
      90_000,
    );
    expect(plays.map(({ status }) => status)).toEqual(Array(4).fill("VERIFIED"));
    expect(plays.map(({ counter }) => counter)).toEqual([1, 2, 3, 4]);
    const late = plays.filter((play) => play.received_at > resumedAt);
    expect(late.length).toBeGreaterThanOrEqual(3);
    const arrivals = plays.map((play) => play.received_at);
    expect(arrivals).toEqual([...arrivals].sort());
    const ends = plays.map((play) => play.played_at);
    expect(ends).toEqual([...ends].sort());
    for (const id of campaigns) expect((await stats(program, id)).verified).toBe(1);
    await screen.window.close();
  },
  LONG,
);

it(
  "an emergency stop takes the ad off within seconds, and says so",
  async () => {
    const store = await addStore(program, scene, "Landmark 81");
    const { page, window, id } = await openScreen(store, "Stopped", { image_display_seconds: 30 });
    await page.getByText("Ready", { exact: true }).waitFor();
    const [runs = ""] = await runCampaigns(program, scene, store, ["To be stopped"]);
    await shows(page, runs);
    const stoppedAt = Date.now();
    const reason = { reason_code: "BRAND_SAFETY" };
    await program.call("POST", `/campaigns/${runs}/emergency-stop`, reason);
    await page.waitForFunction((ad) => !document.querySelector(ad), ADVERT, { timeout: 5000 });
    expect(Date.now() - stoppedAt).toBeLessThan(3000);
    type Commands = { items: { kind: string; ack_status: string | null }[] };
    await until(async () => {
      const { items } = await program.call<Commands>("GET", `/devices/${id}/commands`);
      return items.some(({ kind, ack_status }) => kind === "STOP" && ack_status === "OK");
    }, "the screen says that it is dark");
    expect(await playsOf(program, [runs])).toEqual([]);
    await page.reload();
    await page.getByText("Ready", { exact: true }).waitFor();
    await window.close();
  },
  LONG,
);

it(
  "stays the same screen after a reload, in one tab, until it is taken out",
  async () => {
    const store = await addStore(program, scene, "Aeon Mall");
    const { page, window, id, wrong } = await openScreen(store, "Lobby");
    await page.getByText("Ready", { exact: true }).waitFor();
    // What the worker keeps is for a start without a network alone.
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await page.evaluate(async () => {
      const cache = await caches.open("vetrina-player-page");
      const head = { "content-type": "text/html" };
      await cache.put("/player", new Response("<h1>old</h1>", { headers: head }));
    });
    await page.reload();
    await page.getByText("Ready", { exact: true }).waitFor();
    expect(await page.title()).toBe("Lobby · Vetrina");
    const second = await window.newPage();
    await second.goto("/player");
    await second.getByText("Another tab is the screen already").waitFor();
    expect(await accessibility(second)).toEqual([]);
    await page.close();
    await second.getByText("Ready", { exact: true }).waitFor();
    await program.call("POST", `/devices/${id}/commands`, { kind: "ROTATE_KEY" });
    type Device = { keys: unknown[] };
    await until(async () => {
      const { keys } = await program.call<Device>("GET", `/devices/${id}`);
      return keys.length === 2;
    }, "a second key");
    const [runs = ""] = await runCampaigns(program, scene, store, ["After the new key"]);
    await shows(second, runs);
    await until(async () => (await stats(program, runs)).verified === 1, "it is billed");
    await program.call("POST", `/devices/${id}/revoke`, {});
    await second.getByText("This screen was taken out").waitFor({ timeout: 90_000 });
    const { token } = await addScreen(program, store, "Lobby 2");
    await second.getByLabel("One-time token").fill(token);
    await second.getByRole("button", { name: "Enrol this screen" }).click();
    await second.getByText("Waiting for approval").waitFor();
    expect(wrong).toEqual([]);
    await window.close();
  },
  LONG,
);

it("speaks three languages", async () => {
  const window = await openWindow(browser, appliance.base, WIDE);
  const page = await window.newPage();
  await page.goto("/player");
  await page.getByText("Tiếng Việt").click();
  await page.getByRole("heading", { name: "Biến thẻ này thành màn hình" }).waitFor();
  await page.getByText("Italiano").click();
  await page.getByRole("heading", { name: "Fai di questa scheda uno schermo" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Fai di questa scheda uno schermo" }).waitFor();
  await window.close();
});
