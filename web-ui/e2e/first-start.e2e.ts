import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startFresh } from "./appliance";
import { LOOKS, openBrowser, openWindow } from "./browser";
import { accessibility, watch } from "./watch";

let appliance: Appliance;
let browser: Browser;

beforeAll(async () => {
  appliance = await startFresh();
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

it("offers the demo as another appliance, never as data inside this one", async () => {
  for (const look of LOOKS) {
    const window = await openWindow(browser, appliance.base, look);
    await window.grantPermissions(["clipboard-read", "clipboard-write"]);
    const page = await window.newPage();
    const wrong = watch(page, appliance.base);
    await page.goto("/welcome");
    const demo = page.getByRole("region", { name: "Just looking?" });
    await demo.getByText("Nothing in a ledger can be deleted").waitFor();
    expect(await demo.locator("code").textContent()).toBe("vetrina demo");
    await demo.getByRole("button", { name: "Copy the command" }).click();
    await demo.getByRole("button", { name: "Copied" }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("vetrina demo");
    expect(await accessibility(page)).toEqual([]);
    const wide = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wide).toBe(0);
    expect(wrong).toEqual([]);
    await window.close();
  }
});

it("whoever started the appliance becomes its administrator, and nobody else", async () => {
  const [look] = LOOKS;
  if (!look) throw new Error("no look");
  const window = await openWindow(browser, appliance.base, look);
  const page = await window.newPage();
  const wrong = watch(page, appliance.base);
  await page.goto("/");
  await page.getByRole("heading", { name: "Welcome to Vetrina" }).waitFor();
  expect(await accessibility(page)).toEqual([]);
  const button = page.getByRole("button", { name: "Make the administrator" });
  await button.click();
  await page.getByText("Enter the setup code").waitFor();
  await page.getByLabel("Setup code").fill("guessed");
  await page.getByLabel("Your name").fill("Ada <script>alert(1)</script>");
  await page.getByLabel("E-mail").fill("ada@example.com");
  const password = page.getByRole("textbox", { name: "Password" });
  await password.fill("short");
  await page.getByText("5 characters; at least 10 are needed").waitFor();
  await password.fill("a-long-enough-password");
  await button.click();
  await page.getByText("is not the one that the appliance printed").waitFor();
  const code = /welcome#(\w+)/.exec(appliance.output())?.[1] ?? "";
  await page.getByLabel("Setup code").fill(code);
  await button.click();
  await page.getByRole("heading", { name: "Now" }).waitFor();
  await page.getByText("Nothing waits for a person").waitFor();
  expect(wrong).toEqual([]);
  await page.goto(`/welcome#${code}`);
  await page.waitForURL("**/now");
  await window.close();
});
