import { readFile } from "node:fs/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { type Appliance, startSimulated } from "./appliance";
import { LOOKS, type Look, openBrowser, openWindow, signIn } from "./browser";
import { playsFrom, type Sent } from "./figures";
import {
  ADMIN,
  addScreen,
  addStore,
  campaign,
  Program,
  playsOf,
  QUICK,
  type Row,
  runCampaigns,
  type Scene,
  setScene,
  stats,
  TOKEN,
  until,
} from "./scene";
import { watch } from "./watch";

export const WIDE: Look = LOOKS[0] ?? { width: 1440, height: 900, scheme: "light" };
export const STORE = "Vincom Center";
export const DAY = 86_400_000;
/** A story takes about a minute where nothing else runs; a machine may be busy, or stand still for a while. */
export const LONG = 600_000;
/** A contract's CPM, so that prices do not depend on the hour of the test. */
export const CPM = 900;
/** 900 / 1000 for 5 of the 15 seconds that pay in full; four fifths are the supplier's. */
export const COST = 0.3;
export const SHARE = 0.24;
/** How often the appliance's clock follows the real one. */
const TICK = 200;

/** Campaigns of more than 1,500 USD wait for a person; each cent is paid out, without a hold. */
const SETTINGS = {
  ...QUICK,
  VETRINA_CAMPAIGN__APPROVAL_BUDGET: "1500",
  VETRINA_PAYOUT__HOLD_DAYS: "0",
  VETRINA_PAYOUT__MINIMUM: "0",
  VETRINA_ACCESS__SESSION_HOURS: "120",
};

type Role = "ADVERTISER" | "SUPPLIER" | "AUDITOR";
const PEOPLE: Record<Role, string> = {
  ADVERTISER: "buyer@example.com",
  SUPPLIER: "owner@example.com",
  AUDITOR: "auditor@example.com",
};

/** The appliance's simulated clock: it goes as the real one does, so far behind or ahead of it. */
class Clock {
  private isGoing = true;
  private readonly going: Promise<void>;

  constructor(
    private readonly program: Program,
    private ahead: number,
  ) {
    this.going = this.go();
  }

  now(): Date {
    return new Date(Date.now() + this.ahead);
  }

  /** Goes to a moment, with all that is due on the way, and on from there. */
  async jump(to: Date): Promise<void> {
    this.ahead = to.getTime() - Date.now();
    await until(async () => {
      const { now } = await this.program.call<{ now: string }>("GET", "/sim/clock");
      return new Date(now) >= to;
    }, `the clock is at ${to.toISOString()}`);
  }

  async stop(): Promise<void> {
    this.isGoing = false;
    await this.going;
  }

  private async go(): Promise<void> {
    while (this.isGoing) {
      // A tick that is lost is made up for by the next one.
      const tick = { set: this.now().toISOString() };
      await this.program.call("POST", "/sim/clock", tick).catch(() => null);
      await new Promise((resolve) => setTimeout(resolve, TICK));
    }
  }
}

/** A screen with the plays that it sends. */
type Screen = Entered & { id: string; plays: readonly Sent[] };
type Entered = { window: BrowserContext; page: Page; wrong: string[] };

/** An appliance with a store, a screen that is a tab, and one person of each role. */
export class Story {
  private constructor(
    readonly program: Program,
    readonly scene: Scene,
    readonly store: string,
    readonly clock: Clock,
    private readonly appliance: Appliance,
    private readonly browser: Browser,
  ) {}

  /** Begins so many milliseconds before now. */
  static async begin(before = 0): Promise<Story> {
    const from = new Date(Date.now() - before);
    const appliance = await startSimulated(TOKEN, SETTINGS, from);
    let browser: Browser | null = null;
    try {
      browser = await openBrowser();
      return await Story.furnish(appliance, browser, before);
    } catch (problem) {
      await browser?.close();
      await appliance.stop();
      throw problem;
    }
  }

  private static async furnish(appliance: Appliance, browser: Browser, before: number) {
    const program = new Program(appliance.base);
    const scene = await setScene(program);
    const store = await addStore(program, scene, STORE);
    const password = ADMIN.password;
    for (const [role, owner] of [
      ["ADVERTISER", { owner_id: scene.advertiser }],
      ["SUPPLIER", { owner_id: scene.supplier }],
      ["AUDITOR", {}],
    ] as const) {
      const person = { email: PEOPLE[role], name: `The ${role.toLowerCase()}`, role, password };
      await program.made("/users", { ...person, ...owner });
    }
    const clock = new Clock(program, -before);
    return new Story(program, scene, store, clock, appliance, browser);
  }

  async end(): Promise<void> {
    await this.clock.stop();
    await this.browser.close();
    await this.appliance.stop();
  }

  private open(): Promise<BrowserContext> {
    return openWindow(this.browser, this.appliance.base, WIDE);
  }

  /** A person of a role in a window of its own. */
  async enter(role: Role | "ADMIN"): Promise<Entered> {
    const window = await this.open();
    const email = role === "ADMIN" ? ADMIN.email : PEOPLE[role];
    const page = await signIn(window, email, ADMIN.password);
    return { window, page, wrong: watch(page, this.appliance.base) };
  }

  /** A tab that is a screen of the store. */
  async openScreen(name: string, more = {}): Promise<Screen> {
    const { id, token } = await addScreen(this.program, this.store, name, more);
    const window = await this.open();
    const page = await window.newPage();
    const wrong = watch(page, this.appliance.base);
    const plays = playsFrom(page);
    await page.goto(`/player#token=${token}`);
    await page.getByText("Waiting for approval").waitFor();
    await this.program.call("POST", `/devices/${id}/approve`, {});
    await page.getByText("Ready", { exact: true }).waitFor();
    return { id, window, page, wrong, plays };
  }

  /** Approved campaigns that run under the contract. */
  run(...names: string[]): Promise<string[]> {
    return runCampaigns(this.program, this.scene, this.store, names, { cpm: CPM });
  }

  /** What the supplier has earned and was not paid. */
  async earned(): Promise<number> {
    const wallet = `/wallets/${this.scene.supplier}`;
    return (await this.program.call<{ pending_balance: number }>("GET", wallet)).pending_balance;
  }

  /** The first billed play of a campaign, once its frame is there too. */
  billed(id: string): Promise<Row> {
    return until(async () => {
      if ((await stats(this.program, id)).verified === 0) return null;
      const [play] = await playsOf(this.program, [id]);
      return play?.status === "VERIFIED" && play.proof_available ? play : null;
    }, `a play of ${id} is billed`);
  }

  runs(id: string): Promise<boolean> {
    return until(async () => (await campaign(this.program, id)).status === "ACTIVE", `${id} runs`);
  }

  /** The other side's part of a dispute about plays: it is opened. */
  dispute(plays: readonly string[]): Promise<string> {
    const reason = "Our people stood there and saw another brand.";
    return this.program.made("/disputes", { type: "FRAUDULENT", reason, impression_ids: plays });
  }

  /** The operator's part of a dispute: it is investigated, and the money goes back. */
  async chargeBack(id: string): Promise<void> {
    await this.program.call("POST", `/disputes/${id}/investigate`, {});
    const findings = "The screenshot shows another brand.";
    const decision = { outcome: "CHARGEBACK", reason: "PROOF_INVALID", findings };
    await this.program.call("POST", `/disputes/${id}/resolve`, decision);
  }
}

/** Downloads the PDF of the proof-of-play report that is open; its bytes. */
export async function downloadProof(page: Page): Promise<Buffer> {
  await page.getByRole("button", { name: "Download" }).click();
  const [pdf] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "PDF · English" }).click(),
  ]);
  if (!/\.pdf$/.test(pdf.suggestedFilename())) throw new Error(pdf.suggestedFilename());
  const bytes = await readFile(await pdf.path());
  const isWhole = bytes.subarray(0, 5).toString() === "%PDF-" && bytes.includes("%%EOF");
  if (!isWhole) throw new Error(`${bytes.length} bytes are no PDF`);
  return bytes;
}
