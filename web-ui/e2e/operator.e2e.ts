import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { figure, figureShows, lagOf } from "./figures";
import { bookCampaign, campaign } from "./scene";
import { CPM, downloadProof, LONG, SHARE, Story } from "./story";

const BUDGET = 2000;
let story: Story;

beforeAll(async () => {
  story = await Story.begin();
});

afterAll(() => story?.end());

it(
  "an operator approves by keyboard, watches it play, charges a dispute back",
  async () => {
    const { program, scene, store } = story;
    const screen = await story.openScreen("Entrance");
    const { page, window, wrong } = await story.enter("ADMIN");
    await page.goto("/approvals");
    await page.getByText("Nothing waits").waitFor();
    const now = await window.newPage();
    await now.goto("/now");
    await now.getByText("Live", { exact: true }).waitFor();
    expect(await figure(now, "Verified today").textContent()).toBe("0");
    expect(await figure(now, "Billed today").textContent()).toBe("$0.00");
    const moved = figureShows(now, "Verified today", "1");
    const id = await bookCampaign(program, scene, store, "Gió mùa", { budget: BUDGET, cpm: CPM });
    await page.getByRole("heading", { name: "Gió mùa" }).waitFor();
    await page.keyboard.press("a");
    await page.getByText(/^Approved: Gió mùa/).waitFor();
    const { lag, allowed } = await lagOf(now, screen.plays, moved);
    expect(lag).toBeLessThanOrEqual(allowed);
    await figureShows(now, "Billed today", "$0.30");
    const play = await story.billed(id);
    expect(await story.earned()).toBe(SHARE);
    await page.goto("/payouts");
    await figureShows(page, "Earned, not paid", "$0.24");
    await page.goto(`/proof/${id}`);
    await figureShows(page, "Verified plays", "1");
    expect((await downloadProof(page)).length).toBeGreaterThan(10_000);

    const dispute = await story.dispute([play.id]);
    await now.getByText("Disputes to decide").waitFor();
    await page.goto("/disputes");
    await page.getByRole("row", { name: /Never shown.*\$0\.30/ }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    await page.waitForURL(new RegExp(dispute));
    await decideByKeyboard(page);
    expect(await campaign(program, id)).toMatchObject({ spent: 0, remaining_budget: BUDGET });
    await page.goto("/payouts");
    await figureShows(page, "Earned, not paid", "$0.00");
    expect(await story.earned()).toBe(0);
    await page.goto(`/campaigns/${id}`);
    await figureShows(page, "Billed plays", "0");
    await figureShows(page, "Spent", "$0.00");
    await figureShows(page, "Remaining", "$2,000.00");
    await figureShows(page, "Rejected", "1");
    await program.call("POST", `/campaigns/${id}/cancel`, {});
    await page.getByText("Cancelled", { exact: true }).first().waitFor();
    expect([...wrong, ...screen.wrong]).toEqual([]);
    await screen.window.close();
    await window.close();
  },
  LONG,
);

/** The whole work on a dispute that is open, by keys alone. */
async function decideByKeyboard(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Begin investigation" }).waitFor();
  await page.keyboard.press("i");
  await page.getByRole("button", { name: "Give back $0.30" }).waitFor();
  await page.keyboard.press("c");
  await page.getByText("Say what was found; both sides read it.").waitFor();
  await page.keyboard.type("The screenshot shows another brand.");
  await page.keyboard.press("Escape");
  await page.keyboard.press("c");
  const question = page.getByRole("dialog", { name: "Give back $0.30?" });
  await question.waitFor();
  // The deciding button has the focus once the question stands.
  await question.locator("[data-autofocus]:focus").waitFor();
  await page.keyboard.press("Enter");
  await page.getByText("$0.30 went back to the advertiser").waitFor();
  await page.getByText("Decided", { exact: true }).first().waitFor();
}

it(
  "an emergency stop from Now takes the ad off the screen within seconds",
  async () => {
    const screen = await story.openScreen("Lobby", { image_display_seconds: 30 });
    const { page, window } = await story.enter("ADMIN");
    const [id = ""] = await story.run("To be stopped");
    const ad = screen.page.locator(`[data-campaign="${id}"]`);
    await page.goto("/now");
    await page.getByRole("button", { name: "Emergency stop" }).click();
    const drawer = page.getByRole("dialog");
    const row = drawer.locator("div").filter({ hasText: /^To be stoppedStop$/ });
    await row.waitFor();
    await ad.waitFor();
    await row.getByRole("button", { name: "Stop", exact: true }).click();
    const pressedAt = Date.now();
    await ad.waitFor({ state: "detached", timeout: 5000 });
    expect(Date.now() - pressedAt).toBeLessThan(3000);
    await drawer.getByText("1 campaign stopped").waitFor();
    await screen.window.close();
    await window.close();
  },
  LONG,
);
