import { afterAll, beforeAll, expect, it } from "vitest";
import { bookCampaign, campaign } from "./scene";
import { figure, figureShows, LONG, Story } from "./story";

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
    const answered = screen.page.waitForResponse(/\/api\/v1\/impressions$/);
    const moved = figureShows(now, "Verified today", "1");
    const id = await bookCampaign(program, scene, store, "Gió mùa", 2000, 2000);
    await page.getByRole("heading", { name: "Gió mùa" }).waitFor();
    await page.keyboard.press("a");
    await page.getByText(/^Approved: Gió mùa/).waitFor();

    expect((await answered).status()).toBe(201);
    const billedAt = Date.now();
    await moved;
    expect(Date.now() - billedAt).toBeLessThan(1000);
    const play = await story.billed(id);

    const dispute = await story.dispute([play.id]);
    await now.getByText("Disputes to decide").waitFor();
    await page.goto("/disputes");
    await page.getByRole("row", { name: /Never shown/ }).waitFor();
    await page.keyboard.press("j");
    await page.keyboard.press("o");
    await page.waitForURL(new RegExp(dispute));
    await page.getByRole("button", { name: "Begin investigation" }).waitFor();
    await page.keyboard.press("i");
    const findings = page.getByLabel("What was found");
    await findings.waitFor();
    await page.keyboard.press("c");
    await page.getByText("Say what was found; both sides read it.").waitFor();
    await page.keyboard.type("The screenshot shows another brand.");
    await page.keyboard.press("Escape");
    await page.keyboard.press("c");
    await page.getByRole("dialog", { name: /^Give back/ }).waitFor();
    await page.keyboard.press("Enter");
    await page.getByText(/went back to the advertiser$/).waitFor();
    await page.getByText("Decided", { exact: true }).first().waitFor();
    expect((await campaign(program, id)).spent).toBe(0);
    await program.call("POST", `/campaigns/${id}/cancel`, {});
    expect([...wrong, ...screen.wrong]).toEqual([]);
    await screen.window.close();
    await window.close();
  },
  LONG,
);

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
    await ad.waitFor({ timeout: 60_000 });
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
