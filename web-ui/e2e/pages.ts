import type { Page } from "playwright-core";

type Picture = { name: string; open: (page: Page) => Promise<unknown> };

const at = (path: string) => (page: Page) => page.goto(path);

/** Opens the row with this text of the list that is shown at a path. */
const row = (path: string, text: string | RegExp) => async (page: Page) => {
  await page.goto(path);
  await page.getByRole("row").filter({ hasText: text }).first().click();
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
      { name: "device", open: row("/devices", "Online") },
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
];
