import type { Page } from "playwright-core";

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens the row with this text of the list that is shown at a path. */
const row = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: text }).first().click();
};

/** A step of the demo's unfinished draft. */
const step = (name: string) => async (page: Page) => {
  await page.goto("/campaigns/new");
  await page.getByRole("button", { name: "Cuối năm Sao Mai" }).click();
  await page.waitForURL(/draft=/);
  await page.goto(page.url().replace(/step=\w+/, `step=${name}`));
};

/** A page beside a campaign, by its link. */
const beside = (campaign: string, link: string) => async (page: Page) => {
  await row("/campaigns", campaign)(page);
  await page.getByRole("link", { name: link, exact: true }).click();
};

/** Every page that has a picture, by the person of the demo who looks at it. */
export const PAGES: readonly { email: string | null; pages: readonly Picture[] }[] = [
  { email: null, pages: [{ name: "login", open: at("/login") }] },
  {
    email: "admin@vetrina.example",
    pages: [
      { name: "now", open: at("/now") },
      { name: "campaigns", open: at("/campaigns") },
      { name: "campaign", open: row("/campaigns", "Lụa mùa thu") },
      { name: "reviews", open: at("/reviews") },
      { name: "devices", open: at("/devices") },
      { name: "stores", open: at("/stores") },
    ],
  },
  {
    email: "bao@saomai.example",
    pages: [
      { name: "wizard", open: at("/campaigns/new") },
      { name: "wizard-start", open: step("start") },
      { name: "wizard-basics", open: step("basics") },
      { name: "wizard-content", open: step("content") },
      { name: "wizard-stores", open: step("stores") },
      { name: "wizard-review", open: step("review") },
      { name: "campaign-edit", open: beside("Âm thanh mới", "Edit") },
      { name: "campaign-previews", open: beside("Âm thanh mới", "Previews") },
      { name: "ab-test", open: beside("Âm thanh mới", "A/B test") },
      { name: "test-mode", open: beside("Âm thanh mới", "Test mode") },
    ],
  },
];
