import { generateKeyPairSync } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Appliance, startEmpty } from "./appliance";
import { LOOKS, openBrowser, openWindow, signIn } from "./browser";
import {
  ADMIN,
  addScreen,
  addStore,
  bookCampaign,
  Program,
  QUICK,
  setScene,
  TOKEN,
  visible,
} from "./scene";
import { accessibility, watch } from "./watch";

/** Some hundred pages are opened, one after the other. */
const LONG = 1_200_000;
const DAY = 24 * 60 * 60 * 1000;

/** Names that somebody may type; each is one that the API takes: it refuses marks that turn letters around. */
const NAMES = {
  script: `<img src=x onerror="window.ran=1"><script>window.ran=1</script>&amp;{{7*7}}`,
  rightToLeft: "سوق المدينة الكبير שוק הכרמל",
  emoji: "👩‍👩‍👧‍👦🎉🏳️‍🌈 Z̷̢a̶͝l̵̛g̸͠o 🇻🇳🇮🇹",
  long: "W".repeat(100),
};
const ALL = Object.entries(NAMES);
/** The most that one deposit may be; the wallet gets $999,999,999.99 in a hundred of them. */
const DEPOSIT = 10_000_000;

type Made = {
  advertiser: string;
  supplier: string;
  store: string;
  device: string;
  campaign: string;
};

let appliance: Appliance;
let browser: Browser;
const made: Made[] = [];

beforeAll(async () => {
  appliance = await startEmpty(TOKEN, QUICK);
  const program = new Program(appliance.base);
  await setScene(program);
  for (const [kind, name] of ALL) made.push(await makeWorld(program, kind, name));
  browser = await openBrowser();
});

afterAll(async () => {
  await browser?.close();
  await appliance?.stop();
});

async function makeWorld(program: Program, kind: string, name: string): Promise<Made> {
  const person = (role: string, owner_id: string) =>
    program.made("/users", {
      email: `${kind}-${role}@example.com`,
      name,
      role,
      owner_id,
      password,
    });
  const { password } = ADMIN;
  const advertiser = await program.made("/advertisers", { name, email: `${kind}@example.com` });
  await program.call("POST", `/advertisers/${advertiser}/verify-email`, {});
  const deposit = (amount: number, nth: number) =>
    program.call("POST", `/wallets/${advertiser}/deposits`, {
      amount,
      reference: `${name.slice(0, 90)} ${nth}`,
    });
  await deposit(1000, 0);
  const supplier = await program.made("/suppliers", { name, email: `${kind}-shop@example.com` });
  const store = await addStore(program, { advertiser, supplier }, name);
  // A store without a screen takes no campaign.
  const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const public_key_pem = publicKey.export({ type: "spki", format: "pem" });
  const device = (await addScreen(program, store, name, { public_key_pem })).id;
  const campaign = await bookCampaign(program, { advertiser, supplier }, store, name, {
    lead: DAY,
  });
  // One is as rich as can be, the others have nothing left.
  if (kind === "script") {
    for (let nth = 1; nth < 100; nth += 1) await deposit(DEPOSIT, nth);
    await deposit(DEPOSIT - 0.01, 100);
  }
  await person("ADVERTISER", advertiser);
  await person("SUPPLIER", supplier);
  return { advertiser, supplier, store, device, campaign };
}

/** What is wrong with the page that is open, beside what it complained of itself. */
async function faults(page: Page): Promise<string[]> {
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.waitForFunction(() => !document.querySelector(".mantine-Skeleton-root"));
  await page.waitForTimeout(150);
  const found = await page.evaluate(() => {
    const wrong: string[] = [];
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) wrong.push(`${scrollWidth - clientWidth} px too wide`);
    if ("ran" in window) wrong.push("a name ran as a script");
    if (document.querySelector("img[onerror], img[src='x'], main script")) {
      wrong.push("a name became elements");
    }
    const shown = document.querySelector("#root")?.textContent ?? "";
    if (/&lt;|&amp;amp;|&#\d/.test(shown)) wrong.push("a name was escaped twice");
    if (shown.includes("{{49}}")) wrong.push("a name was read as a template");
    if (/\b(NaN|undefined|Infinity|\[object)\b/.test(shown)) wrong.push("a value has no text");
    return wrong;
  });
  return found.map((what) => `${page.url()}: ${what}`);
}

const LISTS = [
  "/now",
  "/campaigns",
  "/assets",
  "/advertisers",
  "/suppliers",
  "/stores",
  "/devices",
  "/wallets",
  "/payouts",
  "/users",
  "/audit",
  "/share-of-voice",
  "/blocking",
  "/rates",
  "/disputes/new",
  "/impressions",
  "/notifications",
  "/approvals",
];

const ofOne = ({ advertiser, supplier, store, device, campaign }: Made) => [
  `/campaigns/${campaign}`,
  `/campaigns/${campaign}/edit`,
  `/advertisers/${advertiser}`,
  `/suppliers/${supplier}`,
  `/stores/${store}`,
  `/devices/${device}`,
  `/wallets/${advertiser}`,
  `/proof/${campaign}`,
];

for (const look of LOOKS.filter(({ width, scheme }) => width > 1000 === (scheme === "light"))) {
  it(
    `hostile names and amounts are harmless: ${look.width} px, ${look.scheme}`,
    async () => {
      const window = await openWindow(browser, appliance.base, look);
      const page = await signIn(window, ADMIN.email, ADMIN.password);
      const wrong = watch(page, appliance.base);
      // On a phone width is what is scarce.
      const shown = look.width > 1000 ? made : made.slice(-1);
      for (const path of [...LISTS, ...shown.flatMap(ofOne)]) {
        await page.goto(path);
        wrong.push(...(await faults(page)));
      }
      // The name stands there as it was typed, in a list and as a title.
      await page.goto("/campaigns");
      for (const [, name] of ALL) await page.getByText(visible(name)).first().waitFor();
      for (const [nth, { campaign }] of made.entries()) {
        await page.goto(`/campaigns/${campaign}`);
        await page
          .getByRole("heading", { level: 1 })
          .getByText(visible(ALL[nth]?.[1] ?? ""))
          .waitFor();
        wrong.push(...(await accessibility(page)));
      }
      expect(wrong).toEqual([]);
      await window.close();
    },
    LONG,
  );

  it(
    `so they are for their owners: ${look.width} px, ${look.scheme}`,
    async () => {
      const wrong: string[] = [];
      for (const [kind] of ALL) {
        for (const role of ["ADVERTISER", "SUPPLIER"]) {
          const window = await openWindow(browser, appliance.base, look);
          const email = `${kind}-${role}@example.com`;
          const page = await signIn(window, email, ADMIN.password);
          const complaints = watch(page, appliance.base);
          for (const path of ["/home", "/wallets", "/stores"]) {
            await page.goto(path);
            wrong.push(...(await faults(page)));
          }
          wrong.push(...complaints);
          await window.close();
        }
      }
      expect(wrong).toEqual([]);
    },
    LONG,
  );
}

it("the largest and the smallest amounts are shown in full where money is kept", async () => {
  const [look] = LOOKS;
  const [rich, ...poor] = made;
  if (!look || !rich) throw new Error("nothing was made");
  const window = await openWindow(browser, appliance.base, look);
  const page = await signIn(window, ADMIN.email, ADMIN.password);
  await page.goto(`/wallets/${rich.advertiser}`);
  await page.getByText("$999,999,999.99").first().waitFor();
  for (const { advertiser } of poor) {
    await page.goto(`/wallets/${advertiser}`);
    await page.getByText("$0.00").first().waitFor();
  }
  await window.close();
});
