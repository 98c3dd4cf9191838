import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { figureShows } from "./figures";
import { LONG, Story } from "./story";

/** What is flipped in the file, and the part that must not hold then. */
const LIES = [
  ["device_signature", "DEVICE_SIGNATURE"],
  ["duration_actual", "DEVICE_SIGNATURE"],
  ["cost_micros", "PRICE"],
  ["supplier_micros", "SPLIT"],
] as const;
let story: Story;

beforeAll(async () => {
  story = await Story.begin();
});

afterAll(() => story?.end());

it(
  "an auditor finds what was done, checks a play, and looks at the log",
  async () => {
    const screen = await story.openScreen("Entrance");
    const { page, window, wrong } = await story.enter("AUDITOR");
    const [id = ""] = await story.run("Mùa vàng");
    const play = await story.billed(id);

    await page.goto("/audit");
    const table = page.getByRole("table", { name: "Audit" });
    await table.getByText("Enrolled", { exact: true }).first().waitFor();
    await page.getByLabel("Search deeds, people, fields, values, reasons").fill("approve");
    await table.getByText("Enrolled", { exact: true }).waitFor({ state: "detached" });
    const approved = table.getByRole("row").filter({ hasText: "Screen" });
    await approved.getByText("Approved", { exact: true }).waitFor();
    await approved.getByRole("link", { name: "Entrance" }).waitFor();

    await page.goto(`/impressions/${play.id}`);
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "Evidence file" }).click(),
    ]);
    const bytes = await readFile(await file.path());
    expect(bytes.length).toBeGreaterThan(1000);
    await page.goto("/verify");
    const give = (name: string, buffer: Buffer) =>
      page
        .locator("input[type=file]")
        .setInputFiles({ name, mimeType: "application/json", buffer });
    await give("evidence.json", bytes);
    const verdict = page.getByRole("status");
    await verdict.getByText("Accepted", { exact: true }).waitFor();
    await page.locator('[data-part="DEVICE_SIGNATURE"][data-outcome="HOLDS"]').waitFor();
    await page.locator('[data-part="INCLUSION"][data-outcome="HOLDS"]').waitFor();
    const failed = (part: string) =>
      page.locator(`[data-part="${part}"][data-outcome="FAILS"]`).waitFor();
    for (const [member, part] of LIES) {
      await give(`${part}.json`, flipped(bytes, member));
      await verdict.getByText("Refused", { exact: true }).waitFor();
      await verdict.getByText(`${part}.json`).waitFor();
      await failed(part);
      // Whatever is changed, the seal shows it too.
      await failed("SEAL");
    }

    await page.goto("/log");
    await figureShows(page, "Leaves", "1");
    expect([...wrong, ...screen.wrong]).toEqual([]);
    await screen.window.close();
    await window.close();
  },
  LONG,
);

/** The file with the first character of a member's value flipped. */
function flipped(bytes: Buffer, member: string): Buffer {
  const text = bytes.toString();
  const changed = text.replace(
    new RegExp(`("${member}": "?)(\\w)`),
    (_, before: string, first: string) => before + (first === "7" ? "8" : "7"),
  );
  expect(changed.length).toBe(text.length);
  expect(changed).not.toBe(text);
  return Buffer.from(changed);
}
