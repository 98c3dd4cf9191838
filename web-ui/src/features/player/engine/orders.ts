import { makeKey, publicPem } from "./keys";
import type { PlayerParts } from "./player";
import type { Missing } from "./playlist";
import { kept } from "./storage";
import type { Identity, Order } from "./types";

type Ack = { status: "OK" | "FAILED"; detail: string };
/** What the player does for a command. */
export type Deeds = {
  cut: (campaignIds: readonly string[]) => void;
  refresh: () => Promise<Missing | null>;
};

/** Answers to commands of late, so that one that comes again is not done again. */
const REMEMBERED = 100;
const answered = new Map<string, Promise<Ack | null>>();

/** Does what the appliance asks for, and answers. What comes twice is done once. */
export async function obey(parts: PlayerParts, order: Order, deeds: Deeds): Promise<void> {
  const known = answered.get(order.command_id);
  const doing = known ?? perform(parts, order, deeds).catch(failed);
  if (!known) remember(order.command_id, doing);
  const ack = await doing;
  if (!ack) return;
  const answer = await parts.server.ack(order, ack);
  // What could not be done may succeed when it comes again.
  if (ack.status === "FAILED" || answer.is === "refused") answered.delete(order.command_id);
}

function remember(id: string, doing: Promise<Ack | null>): void {
  answered.set(id, doing);
  const [oldest] = answered.keys();
  if (answered.size > REMEMBERED && oldest !== undefined) answered.delete(oldest);
}

function failed(error: unknown): Ack {
  return {
    status: "FAILED",
    detail: String(error)
      .replace(/\p{Cc}+/gu, " ")
      .slice(0, 400),
  };
}

async function perform(parts: PlayerParts, order: Order, deeds: Deeds): Promise<Ack | null> {
  const { playlist, journal, stage } = parts;
  journal.note(`the appliance says ${order.kind}`);
  switch (order.kind) {
    case "STOP": {
      const { campaign_ids: campaigns } = order;
      deeds.cut(campaigns);
      await playlist.stop(campaigns, Date.parse(order.created_at));
      deeds.cut(campaigns);
      return { status: "OK", detail: "off the screen and off the playlist" };
    }
    case "MANIFEST_CHANGED":
      return acknowledge(parts, await deeds.refresh());
    case "ROTATE_KEY":
      return rotate(parts);
    case "SCREENSHOT": {
      const { sha256 } = await stage.capture(`vetrina ${order.command_id}`);
      return { status: "OK", detail: `sha256 ${sha256}` };
    }
    default:
      return null;
  }
}

/** Where all files came one answer is enough; else each campaign whose files did not is named. */
async function acknowledge(
  { server, playlist }: PlayerParts,
  missing: Missing | null,
): Promise<Ack | null> {
  if (!missing) return { status: "FAILED", detail: "the manifest did not come" };
  const campaigns = playlist.manifest?.campaigns ?? [];
  if (missing.length === 0) return { status: "OK", detail: `${campaigns.length} campaigns` };
  for (const { campaign_id: id } of campaigns) {
    const wrong = missing.find(({ campaignId }) => campaignId === id);
    await server.ackManifest(id, wrong ? "FAILED" : "OK", wrong?.reason);
  }
  return null;
}

/** A new pair of keys for plays from now on; what waits keeps its signature. */
async function rotate({ server, identity, database }: PlayerParts): Promise<Ack> {
  const pair = await makeKey();
  const answer = await server.rotateKey(await publicPem(pair));
  if (answer.is !== "done") return { status: "FAILED", detail: "the new key was not taken" };
  identity.key = { id: answer.body.key_id, pair };
  await kept<Identity>(database, "identity").write({ ...identity });
  return { status: "OK", detail: `key ${answer.body.key_id}` };
}
