import { generateKeyPairSync } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startEmpty } from "./appliance";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import { ADMIN, addScreen, addStore, bookCampaign, Program, QUICK, setScene, TOKEN } from "./scene";
import { watch } from "./watch";

const WIDE: Look = LOOKS[0] ?? { width: 1440, height: 900, scheme: "light" };
const DAY = 24 * 60 * 60 * 1000;

let appliance: Appliance;
let browser: Browser;
let program: Program;
let campaign = "";

beforeAll(async () => {
  appliance = await startEmpty(TOKEN, QUICK);
  program = new Program(appliance.base);
  const scene = await setScene(program);
  const store = await addStore(program, scene, "Vincom Center");
  // A store without a screen takes no campaign.
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key_pem = publicKey.export({ type: "spki", format: "pem" });
  await addScreen(program, store, "Entrance", { public_key_pem });
  campaign = await bookCampaign(program, scene, store, "Gió mùa", { lead: DAY });
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function enter() {
  const window = await openWindow(browser, appliance.base, WIDE);
  const page = await signIn(window, ADMIN.email, ADMIN.password);
  return { window, page, wrong: watch(page, appliance.base) };
}

it("an appliance that starts anew is noticed, waited for, and followed again", async () => {
  const { page, window, wrong } = await enter();
  await page.goto(`/campaigns/${campaign}`);
  await page.getByText("Live", { exact: true }).waitFor();
  await appliance.halt();
  await page.getByText("Not up to date", { exact: true }).waitFor();
  // What was read stays to be read.
  await page.getByRole("heading", { name: "Gió mùa" }).waitFor();
  await appliance.resume();
  await page.getByText("Live", { exact: true }).waitFor();
  await program.call("POST", `/campaigns/${campaign}/cancel`, {});
  await page.getByText("Cancelled", { exact: true }).first().waitFor({ timeout: 5000 });
  expect(new URL(page.url()).pathname).toBe(`/campaigns/${campaign}`);
  expect(wrong).toEqual([]);
  await window.close();
});

it("a session that is ended elsewhere leads to the door, and back to where one was", async () => {
  const { page, window } = await enter();
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole("heading", { name: "Gió mùa" }).waitFor();
  const sessions = await window.cookies();
  expect(sessions.every(({ httpOnly }) => httpOnly)).toBe(true);
  const other = await window.newPage();
  await other.goto("/campaigns");
  await other.getByRole("button", { name: /Account of/ }).click();
  await other.getByRole("menuitem", { name: "Sign out" }).click();
  await other.getByLabel("E-mail").waitFor();
  await page.getByRole("link", { name: "Screens", exact: true }).click();
  await page.getByText("The session has ended").waitFor();
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByRole("textbox", { name: "Password" }).fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Screens" }).waitFor();
  await window.close();
});

it("changes its language at once, with the numbers, and keeps it", async () => {
  const { page, window, wrong } = await enter();
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole("heading", { name: "Gió mùa" }).waitFor();
  const account = page.getByRole("button", { name: /Ada/ });
  for (const [language, navigation] of [
    ["Italiano", "Campagne"],
    ["Tiếng Việt", "Chiến dịch"],
    ["English", "Campaigns"],
  ] as const) {
    await account.click();
    await page.getByRole("menuitem", { name: language }).click();
    await page.getByRole("link", { name: navigation, exact: true }).first().waitFor();
    await page.reload();
    await page.getByRole("link", { name: navigation, exact: true }).first().waitFor();
  }
  expect(wrong).toEqual([]);
  await window.close();
});
