import type { Page } from "playwright-core";

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const at = (path: string) => (page: Page) => page.goto(path);

/** The first screen, once it has heard of a play where the network is busy. */
const now = async (page: Page) => {
  await page.goto("/now");
  const heard = page.locator("li").filter({ hasText: /ago|now/ });
  await heard
    .nth(2)
    .waitFor({ timeout: 20_000 })
    .catch(() => null);
};

/** Opens the row with this text of the list that is shown at a path. */
const row = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: text }).first().click();
};

/** Opens a tab of what the row with this text leads to. */
const tab = (path: string, text: string, name: string) => async (page: Page) => {
  await row(path, text)(page);
  await page.getByRole("tab", { name }).click();
};

/** Opens the first link with this text of the page at a path. */
const card = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("main").getByRole("link").filter({ hasText: text }).first().click();
};

/** A page of a campaign that has an address of its own. */
const ofCampaign = (text: string, path: (id: string) => string) => async (page: Page) => {
  await row("/campaigns", text)(page);
  await page.waitForURL(/\/campaigns\/[0-9a-f-]{36}/);
  const [id = ""] = /[0-9a-f-]{36}/.exec(page.url()) ?? [];
  await page.goto(path(id));
};

/** The check of the evidence of the newest billed play. */
const verified = async (page: Page) => {
  await row("/impressions", "Verified")(page);
  await page.getByRole("button", { name: "Check the evidence" }).click();
  await page.getByText("Part by part").waitFor();
};

const SILK = "Lụa mùa thu";

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
      { name: "now", open: now },
      { name: "campaigns", open: at("/campaigns") },
      { name: "campaign", open: row("/campaigns", "Lụa mùa thu") },
      {
        name: "campaign-screens",
        open: ofCampaign(SILK, (id) => `/campaigns/${id}?tab=onScreens`),
      },
      { name: "reviews", open: at("/reviews") },
      { name: "approvals", open: at("/approvals") },
      { name: "approval", open: at("/approvals?show=campaigns") },
      { name: "assets", open: at("/assets") },
      { name: "asset", open: card("/assets?q=Birra", "Birra rossa") },
      { name: "incidents", open: at("/incidents") },
      { name: "incident", open: row("/incidents", "Open") },
      { name: "investigations", open: at("/investigations?show=all") },
      { name: "proof", open: ofCampaign(SILK, (id) => `/proof/${id}`) },
      { name: "proof-records", open: ofCampaign(SILK, (id) => `/proof/${id}?tab=records`) },
      { name: "proof-pictures", open: ofCampaign(SILK, (id) => `/proof/${id}?tab=pictures`) },
      { name: "plays", open: at("/impressions") },
      { name: "play", open: row("/impressions", "Verified") },
      { name: "play-rejected", open: first("/impressions?status=REJECTED") },
      { name: "verify-idle", open: at("/verify") },
      { name: "verify", open: verified },
      { name: "log", open: at("/log") },
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
      { name: "devices", open: at("/devices") },
      { name: "stores", open: at("/stores") },
      { name: "blocking", open: at("/blocking") },
      { name: "share-of-voice", open: at("/share-of-voice") },
      { name: "rates", open: at("/rates") },
      { name: "holidays", open: at("/rates?tab=holidays") },
      { name: "device", open: row("/devices", "Online") },
      { name: "device-plays", open: tab("/devices", "Online", "Last plays") },
      { name: "new-device", open: at("/devices/new") },
      { name: "store", open: row("/stores", "Ho Chi Minh") },
      { name: "new-store", open: at("/stores/new") },
      { name: "system", open: at("/system") },
      { name: "audit", open: at("/audit?subject=campaign") },
      { name: "notifications", open: at("/notifications") },
      { name: "webhooks", open: at("/notifications?tab=webhooks") },
      { name: "users", open: at("/users") },
      { name: "tokens", open: at("/users?tab=tokens") },
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
    pages: [
      { name: "home-supplier", open: at("/home") },
      { name: "supplier-voice", open: at("/share-of-voice") },
      { name: "supplier-store", open: first("/stores") },
    ],
  },
];
