import type { Page } from "playwright-core";

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens the row with this text of the list that is shown at a path. */
const row = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: text }).first().click();
};

/** Opens the first link with this text of the page at a path. */
const card = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("main").getByRole("link").filter({ hasText: text }).first().click();
};

/** Every page that has a picture, by the person of the demo who looks at it. */
export const PAGES: readonly { email: string | null; pages: readonly Picture[] }[] = [
  {
    email: null,
    pages: [
      { name: "login", open: at("/login") },
      { name: "player", open: at("/player") },
    ],
  },
  {
    email: "admin@vetrina.example",
    pages: [
      { name: "now", open: at("/now") },
      { name: "campaigns", open: at("/campaigns") },
      { name: "campaign", open: row("/campaigns", "Lụa mùa thu") },
      { name: "reviews", open: at("/reviews") },
      { name: "approvals", open: at("/approvals") },
      { name: "approval", open: at("/approvals?show=campaigns") },
      { name: "assets", open: at("/assets") },
      { name: "asset", open: card("/assets?q=Birra", "Birra rossa") },
      { name: "incidents", open: at("/incidents") },
      { name: "incident", open: row("/incidents", "Open") },
      { name: "devices", open: at("/devices") },
      { name: "stores", open: at("/stores") },
      { name: "blocking", open: at("/blocking") },
      { name: "share-of-voice", open: at("/share-of-voice") },
      { name: "rates", open: at("/rates") },
      { name: "holidays", open: at("/rates?tab=holidays") },
    ],
  },
];
