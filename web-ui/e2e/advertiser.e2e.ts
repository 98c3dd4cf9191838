import { generateKeyPairSync } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { figure, figureShows, lagOf } from "./figures";
import { addPicture, addScreen, campaign, stats } from "./scene";
import { COST, CPM, DAY, downloadProof, LONG, SHARE, STORE, Story } from "./story";

const NAME = "Trà sen";
const MINUTE = 60_000;
let story: Story;

beforeAll(async () => {
  // Campaigns begin with a day: this one is written before today, and runs once today has come.
  story = await Story.begin(2 * DAY);
  await addPicture(story.program, story.scene.advertiser, NAME);
  // A store without a screen takes no campaign.
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key_pem = publicKey.export({ type: "spki", format: "pem" });
  await addScreen(story.program, story.store, "Planned", { public_key_pem });
});

afterAll(() => story?.end());

it(
  "an advertiser writes a campaign, sees it play, proves it, disputes it, is refunded",
  async () => {
    const { program } = story;
    const { page, window, wrong } = await story.enter("ADVERTISER");
    const id = await submit(page);
    await page.getByText("Waiting for approval", { exact: true }).first().waitFor();
    await program.call("PUT", `/campaigns/${id}/pricing`, { mode: "FIXED_CPM", cpm: CPM });
    await program.call("POST", `/campaigns/${id}/approve`, {});
    await page.getByText("Scheduled", { exact: true }).first().waitFor();

    await story.clock.jump(new Date());
    await story.runs(id);
    await page.getByText("Active", { exact: true }).first().waitFor();
    expect(await figure(page, "Billed plays").textContent()).toBe("0");
    const moved = figureShows(page, "Billed plays", "1");
    const screen = await story.openScreen("Entrance");
    const { lag, allowed } = await lagOf(page, screen.plays, moved);
    expect(lag).toBeLessThanOrEqual(allowed);
    await figureShows(page, "Spent", "$0.30");
    await figureShows(page, "Remaining", "$1,999.70");
    await story.billed(id);
    expect((await campaign(program, id)).spent).toBe(COST);
    expect(await story.earned()).toBe(SHARE);

    await page.getByRole("link", { name: "Proof of play" }).click();
    await figureShows(page, "Verified plays", "1");
    expect((await downloadProof(page)).length).toBeGreaterThan(10_000);

    const dispute = await openDispute(page);
    await screen.window.close();
    // What is refunded after the end comes back into the wallet, not into the budget.
    await page.goto(`/campaigns/${id}`);
    await cancel(page);
    await story.clock.jump(new Date(Date.now() + 15 * MINUTE));
    await page.goto("/wallets?tab=transactions");
    const moves = page.getByRole("table", { name: "All transactions" });
    await moves.getByRole("row", { name: /Refund of a campaign.*1,999\.70/ }).waitFor();
    await figureShows(page, "Available", "$49,999.70");
    await story.chargeBack(dispute);
    await figureShows(page, "Available", "$50,000.00");
    // The supplier gives back its share, the operator the rest.
    await moves.getByRole("row", { name: /Charged back.*\$0\.24/ }).waitFor();
    await moves.getByRole("row", { name: /Charged back.*\$0\.06/ }).waitFor();
    await page.goto(`/disputes/${dispute}`);
    await page.getByText("The screenshot shows another brand.").waitFor();
    expect((await campaign(program, id)).spent).toBe(0);
    expect(await stats(program, id)).toMatchObject({ verified: 0, rejected: 1 });
    expect(await story.earned()).toBe(0);
    expect(wrong).toEqual([]);
    expect(screen.wrong).toEqual([]);
    await window.close();
  },
  LONG,
);

/** The wizard by its shortest way; the id of what was submitted. */
async function submit(page: Page): Promise<string> {
  const today = new Date();
  const day = (at: number) => new Date(at).toISOString().slice(0, 10);
  await page.goto("/campaigns/new");
  await page.getByLabel("Name").fill(NAME);
  await page.getByRole("button", { name: "Create draft" }).click();
  await page.getByRole("textbox", { name: "Brand" }).fill("Sen Việt");
  await page.getByRole("combobox", { name: "Category" }).click();
  await page.getByRole("option", { name: "Food and drink" }).click();
  await page.getByLabel("First day").fill(day(today.getTime()));
  await page.getByLabel("Last day").fill(day(today.getTime() + 5 * DAY));
  await page.getByLabel("Budget").fill("2000");
  await page.getByRole("button", { name: "Next: Content" }).click();
  await page.getByLabel(`Show ${NAME}`).check();
  await page.getByRole("button", { name: "Next: Stores" }).click();
  await page.getByRole("checkbox", { name: STORE }).check();
  await page.getByText("Expected cost").waitFor();
  await page.getByRole("button", { name: "Next: Review" }).click();
  await page.getByLabel(/I accept/).check();
  await page.getByRole("button", { name: /Submit and set aside \$2,000/ }).click();
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}$/);
  await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Disputes all plays there are; the id of the dispute. */
async function openDispute(page: Page): Promise<string> {
  await page.goto("/disputes");
  await page.getByRole("link", { name: "Open a dispute" }).click();
  await page.getByRole("combobox", { name: "Campaign" }).click();
  await page.getByRole("option", { name: NAME }).click();
  await page.getByText("Never shown", { exact: true }).click();
  await page.getByLabel("The 1 play that can be disputed").check();
  await page.getByRole("textbox", { name: "Why" }).fill("Our people saw another brand.");
  await page.getByRole("button", { name: "Open the dispute" }).click();
  await page.waitForURL(/\/disputes\/[0-9a-f-]{36}$/);
  await page.getByText("Our people saw another brand.").waitFor();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

async function cancel(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Cancel campaign" }).click();
  await page.getByRole("button", { name: "Cancel for good" }).click();
  await page.getByText("Cancelled", { exact: true }).first().waitFor();
}
