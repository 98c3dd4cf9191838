import { generateKeyPairSync } from "node:crypto";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startEmpty } from "./appliance";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import {
  ADMIN,
  addScreen,
  addStore,
  Program,
  QUICK,
  runCampaigns,
  type Scene,
  setScene,
  TOKEN,
} from "./scene";
import { watch } from "./watch";

const WIDE: Look = LOOKS[0] ?? { width: 1440, height: 900, scheme: "light" };

const BUYER = { email: "buyer@example.com", password: ADMIN.password };

let appliance: Appliance;
let browser: Browser;
let program: Program;
let scene: Scene;
let campaign = "";

beforeAll(async () => {
  appliance = await startEmpty(TOKEN, QUICK);
  program = new Program(appliance.base);
  scene = await setScene(program);
  const buyer = { ...BUYER, name: "Hà", role: "ADVERTISER", owner_id: scene.advertiser };
  await program.made("/users", buyer);
  const store = await addStore(program, scene, "Vincom Center");
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key_pem = publicKey.export({ type: "spki", format: "pem" });
  await addScreen(program, store, "Entrance", { public_key_pem });
  [campaign = ""] = await runCampaigns(program, scene, store, ["Gió mùa"]);
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function enter({ email, password }: { email: string; password: string } = ADMIN) {
  const window = await openWindow(browser, appliance.base, WIDE);
  const page = await signIn(window, email, password);
  return { window, page, wrong: watch(page, appliance.base) };
}

type Now = { budget: number; pricing: { mode: string; cpm: number | null } };
const now = () => program.call<Now>("GET", `/campaigns/${campaign}`);

it("a campaign gets more budget, and a price by contract", async () => {
  const { page, window, wrong } = await enter();
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole("button", { name: "Add budget" }).click();
  const more = page.getByRole("textbox", { name: "How much more" });
  await more.fill("49");
  await page.getByText("Enter at least $50.00").waitFor();
  await more.fill("250.5");
  await page.getByText("$1,250.50").waitFor();
  await page.getByRole("button", { name: "Add $250.50" }).click();
  await page.getByText("The budget is now $1,250.50").waitFor();
  expect((await now()).budget).toBe(1250.5);

  await page.goto(`/campaigns/${campaign}?tab=details`);
  await page.getByRole("button", { name: "Change the pricing" }).click();
  await page.getByRole("radio", { name: /At a fixed price/ }).click();
  await page.getByRole("textbox", { name: "Price for 1,000 plays" }).fill("12.5");
  await page.getByRole("button", { name: "Price at $12.50 for 1,000 plays" }).click();
  await page.getByText("The new pricing holds").waitFor();
  expect((await now()).pricing).toMatchObject({ mode: "FIXED_CPM", cpm: 12.5 });
  expect(wrong).toEqual([]);
  await window.close();
});

it("an account is renamed, and its verified address stays verified", async () => {
  const { page, window, wrong } = await enter();
  await page.goto(`/advertisers/${scene.advertiser}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Phở Việt Nam");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "Phở Việt Nam", exact: true }).waitFor();
  const account = await program.call("GET", `/advertisers/${scene.advertiser}`);
  expect(account).toMatchObject({ name: "Phở Việt Nam", email_verified: true });

  await page.goto(`/suppliers/${scene.supplier}`);
  await page.getByRole("button", { name: "Edit", exact: true }).click();
  await page.getByRole("textbox", { name: "E-mail" }).fill("new@example.com");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("new@example.com").first().waitFor();
  expect(wrong).toEqual([]);
  await window.close();
});

it("an advertiser stops its campaign at once", async () => {
  const { page, window, wrong } = await enter(BUYER);
  await page.goto(`/campaigns/${campaign}`);
  await page.getByRole("button", { name: "Emergency stop" }).click();
  await page.getByText("Stopped on all screens").waitFor();
  expect(await now()).toMatchObject({ status: "PAUSED", pause_reason: "EMERGENCY_STOP" });
  await page.getByRole("link", { name: "See the incident" }).click();
  await page.waitForURL(/\/incidents\/[0-9a-f-]{36}$/);
  expect(wrong).toEqual([]);
  await window.close();
});
