import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { figure, figureShows } from "./figures";
import { DAY, LONG, SHARE, Story } from "./story";

let story: Story;

beforeAll(async () => {
  story = await Story.begin();
});

afterAll(() => story?.end());

it(
  "a supplier sees what is earned, the dispute, and a payout that shrank by it",
  async () => {
    const screen = await story.openScreen("Entrance");
    const { page, window, wrong } = await story.enter("SUPPLIER");
    await page.getByText("Live", { exact: true }).waitFor();
    expect(await figure(page, "Earned, not paid").textContent()).toBe("$0.00");
    const [kept = "", lost = ""] = await story.run("It stands", "It falls");
    const play = await story.billed(lost);
    await story.billed(kept);
    expect(await story.earned()).toBe(2 * SHARE);
    await page.reload();
    await figureShows(page, "Earned, not paid", "$0.48");
    await figureShows(page, "Earned today", "$0.48");

    const dispute = await story.dispute([play.id]);
    await page.getByText("dispute waits for a decision").click();
    await page.getByRole("row", { name: /Never shown/ }).click();
    await page.waitForURL(new RegExp(dispute));
    await page.getByText("Until it is decided, your share of these plays waits").waitFor();
    await page.goto("/payouts");
    await figureShows(page, "Earned, not paid", "$0.48");
    await page.getByText("Disputed plays: $0.24").waitFor();

    await story.chargeBack(dispute);
    await figureShows(page, "Earned, not paid", "$0.24");
    await page.getByText("Disputed plays: ").waitFor({ state: "detached" });
    expect(await story.earned()).toBe(SHARE);

    await screen.window.close();
    await story.clock.jump(twoMidnightsOn(story.clock.now()));
    const payouts = page.getByRole("table", { name: "Payouts" });
    await payouts.getByRole("row").nth(1).click();
    await page.getByRole("heading", { name: /^Payout of/ }).waitFor();
    await figureShows(page, "Earned", "$0.24");
    await figureShows(page, "Kept back", "$0.00");
    await figureShows(page, "Paid", "$0.24");
    const statement = page.getByRole("table", { name: "Statement" });
    await statement.getByText("It stands").waitFor();
    expect(await statement.getByText("It falls").count()).toBe(0);
    const [csv] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("link", { name: "Statement (CSV)" }).click(),
    ]);
    const text = (await readFile(await csv.path())).toString();
    expect(text).toContain("It stands");
    expect(text).not.toContain("It falls");
    await page.goto("/wallets");
    await figureShows(page, "Available", "$0.24");
    expect(await story.earned()).toBe(0);
    expect([...wrong, ...screen.wrong]).toEqual([]);
    await window.close();
  },
  LONG,
);

/** After the payouts of the second midnight: a day is paid once its record is cut. */
function twoMidnightsOn(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY) + 2) * DAY + 5000);
}
