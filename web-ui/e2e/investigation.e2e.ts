import { generateKeyPairSync } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startSimulated } from "./appliance";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import {
  ADMIN,
  addScreen,
  addStore,
  bookCampaign,
  Program,
  QUICK,
  type Scene,
  setScene,
  TOKEN,
} from "./scene";
import { accessibility, watch } from "./watch";

const WIDE: Look = LOOKS[0] ?? { width: 1440, height: 900, scheme: "light" };
const OWNER = { email: "ads@example.com", password: "look-around-43" };
const FOUR_DAYS = 4 * 24 * 60 * 60;
const NAMES = ["Gió mùa", "Nắng hạ"] as const;

let appliance: Appliance;
let browser: Browser;
let program: Program;
let scene: Scene;
let ids: string[];

/** Campaigns whose only screen was never heard from: they end, are refunded, and are looked into. */
async function endWithoutPlays(): Promise<string[]> {
  const store = await addStore(program, scene, "Vincom Center");
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key_pem = publicKey.export({ type: "spki", format: "pem" });
  await addScreen(program, store, "Entrance", { public_key_pem });
  const made: string[] = [];
  for (const name of NAMES)
    made.push(await bookCampaign(program, scene, store, name, { lead: 60_000 }));
  await program.call("POST", "/sim/clock", { advance_seconds: 120 });
  await program.call("POST", "/sim/clock", { advance_seconds: FOUR_DAYS });
  return made;
}

beforeAll(async () => {
  appliance = await startSimulated(TOKEN, QUICK, new Date());
  program = new Program(appliance.base);
  scene = await setScene(program);
  await program.made("/users", {
    ...OWNER,
    name: "Hà",
    role: "ADVERTISER",
    owner_id: scene.advertiser,
  });
  ids = await endWithoutPlays();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function enter({ email, password }: { email: string; password: string }) {
  const window = await openWindow(browser, appliance.base, WIDE);
  const page = await signIn(window, email, password);
  return { window, page, wrong: watch(page, appliance.base) };
}

async function balance(): Promise<number> {
  const path = `/wallets/${scene.advertiser}`;
  return (await program.call<{ available_balance: number }>("GET", path)).available_balance;
}

async function open(page: Page, name: string) {
  await page.goto("/now");
  await page.getByRole("link", { name: /Campaigns without a single play/ }).click();
  await page.getByRole("row").filter({ hasText: name }).click();
  await page.getByRole("heading", { name: `Without plays: ${name}` }).waitFor();
}

it("a fault of the platform is paid for, as the button says", async () => {
  const { page, window, wrong } = await enter(ADMIN);
  await open(page, NAMES[0]);
  await page.getByText("Its screen was not heard from").waitFor();
  expect(await accessibility(page)).toEqual([]);
  await page.getByRole("radio", { name: /Fault of the platform/ }).click();
  await page.getByLabel("Findings").fill("The queue stood still");
  await page.getByText("Enter the service credit").waitFor();
  await page.getByLabel("Service credit").fill("1000.01");
  await page.getByText("More than the budget of $1,000.00").first().waitFor();
  await page.getByLabel("Service credit").fill("120.50");
  await page.getByLabel("Post-mortem").fill("A full disk; watched now");
  const before = await balance();
  await page.getByRole("button", { name: "End and pay $120.50" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "End and pay $120.50" }).click();
  await page.getByRole("heading", { name: "Fault of the platform" }).waitFor();
  expect((await balance()) - before).toBeCloseTo(120.5, 6);
  await page.getByRole("link", { name: "Open the campaign" }).click();
  await page.getByText("Not a single play counted: Fault of the platform.").waitFor();
  expect(wrong).toEqual([]);
  await window.close();
});

it("an advertiser is offered to run again, and takes it from its first screen", async () => {
  const { page, window } = await enter(ADMIN);
  await open(page, NAMES[1]);
  await page.getByLabel("Findings").fill("The shop had no power");
  await page.getByRole("button", { name: "End and offer a free extension" }).click();
  const ask = page.getByRole("dialog");
  await ask.getByText("$1,000.00").first().waitFor();
  await ask.getByRole("button", { name: "End and offer a free extension" }).click();
  await page.getByText("Extension offered").waitFor();
  await window.close();

  const own = await enter(OWNER);
  await own.page.getByRole("link", { name: new RegExp(NAMES[1]) }).click();
  await own.page.getByRole("heading", { name: "Run again free of charge" }).waitFor();
  expect(await accessibility(own.page)).toEqual([]);
  const { now } = await program.call<{ now: string }>("GET", "/sim/clock");
  const day = new Date(Date.parse(now) + 5 * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  await own.page.getByLabel("Begins on (00:00 UTC)").fill(day);
  await own.page.getByRole("button", { name: "Accept the extension" }).click();
  await own.page.getByRole("dialog").getByRole("button", { name: "Make the draft" }).click();
  await own.page.getByRole("heading", { name: `${NAMES[1]} (extension)` }).waitFor();
  const found = await program.call<{ resolution: { extension_campaign_id: string } }>(
    "GET",
    `/campaigns/${ids[1]}/investigation`,
  );
  expect(own.page.url()).toContain(found.resolution.extension_campaign_id);
  const waiting = await program.call<{ items: { amount: number }[] }>(
    "GET",
    "/credits?status=PENDING",
  );
  expect(waiting.items.map(({ amount }) => amount)).toEqual([1000]);
  expect(own.wrong).toEqual([]);
  await own.window.close();
});
