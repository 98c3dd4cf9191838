import { afterAll, beforeAll, expect, it } from "vitest";
import { DAY, figure, figureShows, LONG, Story } from "./story";

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
    const [kept = "", lost = ""] = await story.run("It stands", "It falls");
    const play = await story.billed(lost);
    await story.billed(kept);
    const earned = await story.program.call<Wallet>("GET", `/wallets/${story.scene.supplier}`);
    const all = money(earned.pending_balance);
    await page.reload();
    await figureShows(page, "Earned, not paid", all);

    const dispute = await story.dispute([play.id]);
    await page.getByText("disputes wait for a decision").click();
    await page.getByRole("row", { name: /Never shown/ }).click();
    await page.waitForURL(new RegExp(dispute));
    await page.getByText("Until it is decided, your share of these plays waits").waitFor();
    await page.goto("/payouts");
    await page.getByText(/Disputed plays: /).waitFor();

    await story.chargeBack(dispute);
    await page.getByText("nothing waits").waitFor();
    const left = await story.program.call<Wallet>("GET", `/wallets/${story.scene.supplier}`);
    const rest = money(left.pending_balance);
    expect(left.pending_balance).toBeLessThan(earned.pending_balance);
    expect(left.pending_balance).toBeGreaterThan(0);
    await figureShows(page, "Earned, not paid", rest);

    await screen.window.close();
    await story.clock.jump(twoMidnightsOn(story.clock.now()));
    const payouts = page.getByRole("table", { name: "Payouts" });
    await payouts.getByRole("row").nth(1).click();
    await page.getByRole("heading", { name: /^Payout of/ }).waitFor();
    expect(await figure(page, "Earned").textContent()).toBe(rest);
    expect(await figure(page, "Paid").textContent()).toBe(rest);
    const statement = page.getByRole("table", { name: "Statement" });
    await statement.getByText("It stands").waitFor();
    expect(await statement.getByText("It falls").count()).toBe(0);
    await page.goto("/wallets");
    await figureShows(page, "Available", rest);
    expect([...wrong, ...screen.wrong]).toEqual([]);
    await window.close();
  },
  LONG,
);

type Wallet = { pending_balance: number };

const money = (amount: number) => `$${amount.toFixed(2)}`;

/** After the payouts of the second midnight: a day is paid once its record is cut. */
function twoMidnightsOn(now: Date): Date {
  return new Date((Math.floor(now.getTime() / DAY) + 2) * DAY + 5000);
}
