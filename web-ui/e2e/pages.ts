import type { Page } from "playwright-core";

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens the row with this text of the list that is shown at a path. */
const row = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: text }).first().click();
};

/** Opens the first row of a list where it has one, else shows the list. */
const first = (path: string) => async (page: Page) => {
  await page.goto(path);
  const rows = page.locator("tbody tr[tabindex]");
  await rows
    .first()
    .click({ timeout: 4_000 })
    .catch(() => null);
};

/** Opens the first row of the table with this name. */
const firstOf = (path: string, table: string) => async (page: Page) => {
  await page.goto(path);
  const row = page.getByRole("table", { name: table }).locator("tbody tr").first();
  await row.click({ timeout: 4_000 }).catch(() => null);
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
      { name: "disputes", open: at("/disputes?show=all") },
      { name: "dispute", open: first("/disputes?type=WRONG_DURATION&show=all") },
      { name: "payouts", open: at("/payouts") },
      { name: "payout", open: firstOf("/payouts", "Payouts") },
      { name: "advertisers", open: at("/advertisers") },
      { name: "advertiser", open: row("/advertisers", "Lụa Tơ Vàng") },
      { name: "suppliers", open: at("/suppliers") },
      { name: "supplier", open: row("/suppliers", "Tiện Lợi 24") },
      { name: "wallets", open: at("/wallets") },
      { name: "wallet", open: row("/wallets", "Tiện Lợi 24") },
    ],
  },
  {
    email: "ha@tovang.example",
    pages: [
      { name: "home-advertiser", open: at("/home") },
      { name: "new-dispute", open: at("/disputes/new") },
      { name: "own-wallet", open: at("/wallets") },
    ],
  },
  {
    email: "nam@minhlong.example",
    pages: [{ name: "home-supplier", open: at("/home") }],
  },
];
