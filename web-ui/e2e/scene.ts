import { crc32, deflateSync } from "node:zlib";
import { PATIENCE } from "./browser";

export const TOKEN = "first-token-of-the-tests-0123";
export const ADMIN = { email: "ada@example.com", password: "look-around-42" };

/** Settings of an appliance on which a campaign starts at once and first plays are not held. */
export const QUICK = {
  VETRINA_CAMPAIGN__MIN_LEAD_HOURS: "0",
  VETRINA_REVIEW__NEW_DEVICE_IMPRESSIONS: "0",
};

type Body = Record<string, unknown>;

/** The appliance as a program with the first token sees it. */
export class Program {
  constructor(private readonly base: string) {}

  async call<T = Body>(method: string, path: string, body?: Body | FormData): Promise<T> {
    const isForm = body instanceof FormData;
    const response = await fetch(`${this.base}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${TOKEN}`,
        ...(body && !isForm && { "content-type": "application/json" }),
      },
      ...(body && { body: isForm ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text || "null");
  }

  async made(path: string, body: Body | FormData): Promise<string> {
    return (await this.call<{ id: string }>("POST", path, body)).id;
  }
}

export type Scene = { advertiser: string; supplier: string };

/** An administrator who can sign in, an advertiser with money, a supplier. */
export async function setScene(program: Program): Promise<Scene> {
  await program.made("/users", { ...ADMIN, name: "Ada", role: "ADMIN" });
  const advertiser = await program.made("/advertisers", {
    name: "Phở Việt",
    email: "ads@example.com",
  });
  await program.call("POST", `/advertisers/${advertiser}/verify-email`, {});
  const deposit = { amount: 50_000, reference: "wire 1" };
  await program.call("POST", `/wallets/${advertiser}/deposits`, deposit);
  const supplier = await program.made("/suppliers", {
    name: "Saigon Screens",
    email: "shop@example.com",
  });
  return { advertiser, supplier };
}

/** A store that is always open. */
export function addStore(program: Program, { supplier }: Scene, name: string): Promise<string> {
  return program.made("/stores", {
    supplier_id: supplier,
    name,
    category: "PREMIUM_MALL",
    region: "Ho Chi Minh",
    address: "72 Lê Thánh Tôn",
    lat: 10.762622,
    lng: 106.660172,
    timezone: "Asia/Ho_Chi_Minh",
    country: "VN",
    daily_foot_traffic: 8000,
    avg_dwell_time_minutes: 30,
  });
}

/** A screen to be, with the one-time token that makes a tab into it; pictures last 5 seconds. */
export async function addScreen(program: Program, store: string, name: string, more: Body = {}) {
  const made = await program.call<{ id: string; enrolment_token: string }>("POST", "/devices", {
    store_id: store,
    name,
    screen_inches: 55,
    width: 1920,
    height: 1080,
    orientation: "LANDSCAPE",
    slots_per_hour: 1200,
    image_display_seconds: 5,
    ...more,
  });
  return { id: made.id, token: made.enrolment_token };
}

/** An approved picture of its own colour. */
export async function addPicture(program: Program, advertiser: string, name: string) {
  const form = new FormData();
  form.set("name", visible(name));
  form.set("advertiser_id", advertiser);
  form.set("file", new Blob([picture(name)], { type: "image/png" }), "picture.png");
  const asset = await program.made("/assets", form);
  await program.call("POST", `/assets/${asset}/approve`, { scan_flags: [] });
  return asset;
}

/** When it starts, what it may cost, and the CPM of its contract where it has one. */
type Booking = { lead?: number; budget?: number; cpm?: number };

/** A campaign that starts in a moment; each has a picture of its own colour. */
export async function bookCampaign(
  program: Program,
  { advertiser }: Scene,
  store: string,
  name: string,
  { lead = 3000, budget = 1000, cpm }: Booking = {},
): Promise<string> {
  const asset = await addPicture(program, advertiser, name);
  const start = new Date(Date.now() + lead);
  const end = new Date(start.getTime() + 3 * 24 * 60 * 60 * 1000);
  const id = await program.made("/campaigns", {
    advertiser_id: advertiser,
    name: visible(name),
    brand_name: [...visible(name)].slice(0, 50).join(""),
    category: "FOOD_BEVERAGE",
    budget,
    start_date: start.toISOString(),
    end_date: end.toISOString(),
    content_assets: [asset],
    target_stores: [store],
  });
  // A contract counts from the moment it is made: before the first play.
  if (cpm) await program.call("PUT", `/campaigns/${id}/pricing`, { mode: "FIXED_CPM", cpm });
  const submitted = { terms_accepted: true, acknowledged_warnings: ["SIMILAR_CAMPAIGN"] };
  await program.call("POST", `/campaigns/${id}/submit`, submitted);
  return id;
}

/** Without characters that nobody sees, which campaigns and files do not take in their names. */
export function visible(name: string): string {
  return name.replace(/\p{Cf}/gu, "");
}

/** Campaigns that run when this is done. */
export async function runCampaigns(
  program: Program,
  scene: Scene,
  store: string,
  names: string[],
  booking: Booking = {},
) {
  const ids: string[] = [];
  for (const name of names) ids.push(await bookCampaign(program, scene, store, name, booking));
  for (const id of ids) {
    await until(async () => (await campaign(program, id)).status === "ACTIVE", `${id} runs`);
  }
  return ids;
}

type CampaignStanding = { status: string; spent: number; remaining_budget: number };

export function campaign(program: Program, id: string): Promise<CampaignStanding> {
  return program.call("GET", `/campaigns/${id}`);
}

type Stats = { verified: number; rejected: number; under_review: number; rejections: Body };

export function stats(program: Program, id: string): Promise<Stats> {
  return program.call("GET", `/campaigns/${id}/stats`);
}

export type Row = {
  id: string;
  status: string;
  played_at: string;
  received_at: string;
  campaign_id: string;
  device_id: string;
  counter: number;
  proof_available: boolean;
};

/** The plays of campaigns that reached the appliance, by the count of the device that made them. */
export async function playsOf(program: Program, campaigns: readonly string[]): Promise<Row[]> {
  const lists = campaigns.map((id) =>
    program.call<{ items: { id: string }[] }>("GET", `/campaigns/${id}/impressions?limit=100`),
  );
  const ids = (await Promise.all(lists)).flatMap(({ items }) => items.map(({ id }) => id));
  const rows = await Promise.all(ids.map((id) => program.call<Row>("GET", `/impressions/${id}`)));
  return rows.sort((a, b) => a.counter - b.counter);
}

/** Waits until something holds, and says what did not. */
export async function until<T>(
  look: () => Promise<T>,
  what: string,
  within = PATIENCE,
): Promise<NonNullable<T>> {
  for (const end = Date.now() + within; ; ) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

const WIDTH = 1920;
const HEIGHT = 1080;

/** A PNG with a shade of its own. */
function picture(name: string): Uint8Array<ArrayBuffer> {
  const tint = [...name].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 200, 7);
  const row = (y: number) => {
    const pixels = Buffer.alloc(WIDTH * 3, Buffer.from([tint, y % 256, 90]));
    return Buffer.concat([Buffer.alloc(1), pixels]);
  };
  const rows = Buffer.concat(Array.from({ length: HEIGHT }, (_, y) => row(y)));
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    part("IHDR", head),
    part("IDAT", deflateSync(rows)),
    part("IEND", Buffer.alloc(0)),
  ];
  return new Uint8Array(Buffer.concat([start, ...parts]));
}

function part(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
