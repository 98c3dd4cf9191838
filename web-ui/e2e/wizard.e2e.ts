import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, PASSWORD, startDemo } from "./appliance";
import { openBrowser, openWindow, signIn } from "./browser";
import { watch } from "./watch";
import { walkTheWizard } from "./wizard-walk";

const BUYER = "bao@saomai.example";
const LOOK = { width: 1440, height: 900, scheme: "light" } as const;
let appliance: Appliance;
let browser: Browser;

beforeAll(async () => {
  appliance = await startDemo();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

it("a campaign is written and submitted by keyboard alone", async () => {
  const window = await openWindow(browser, appliance.base, LOOK);
  const page = await signIn(window, BUYER, PASSWORD);
  const wrong = watch(page, appliance.base);
  await walkTheWizard(page, "By keyboard");
  expect(wrong).toEqual([]);
  await window.close();
});

it("what was typed is there again after a reload, valid or not", async () => {
  const window = await openWindow(browser, appliance.base, LOOK);
  const page = await signIn(window, BUYER, PASSWORD);
  await page.goto("/campaigns/new");
  const name = `<b>Tết</b> عرض 🎉 ${"long ".repeat(14)}`.trim();
  await page.getByLabel("Name").fill(name);
  await page.reload();
  expect(await page.getByLabel("Name").inputValue()).toBe(name);
  await page.getByRole("button", { name: "Create draft" }).click();
  await page.waitForURL(/step=basics/);
  await page.getByLabel("Daily limit").fill("5");
  await page.getByLabel("Daily limit").blur();
  await page.getByText("The smallest daily limit is $10.").waitFor();
  await page.reload();
  await page.getByLabel("Daily limit").waitFor();
  expect(await page.getByLabel("Daily limit").inputValue()).toBe("5");
  await window.close();
});
