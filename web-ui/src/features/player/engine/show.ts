import { sign } from "./canonical";
import { type Clock, written } from "./clock";
import type { Files } from "./files";
import type { Journal } from "./journal";
import type { Queue } from "./queue";
import { captureSecond } from "./schedule";
import type { Server } from "./server";
import type { Stage } from "./stage";
import type { Ad, Frame, Identity } from "./types";
import { sleep } from "./waiting";

const SECOND = 1000;
/** Timers may fire this early. */
const EARLY = 20;

export type Parts = {
  identity: Identity;
  server: Server;
  clock: Clock;
  stage: Stage;
  files: Files;
  queue: Queue;
  journal: Journal;
};

/** What came of an ad: shown to its end, cut off, or never begun for want of its file. */
export type Shown = { is: "whole"; endedAt: number; lost: number } | { is: "cut" | "missing" };

/**
 * Shows an ad from beginning to end, captures the frame on the way, and puts the signed play into
 * the queue. `end` cuts it off; what was cut off is no play.
 */
export async function show(
  parts: Parts,
  ad: Ad,
  seed: string,
  end: AbortSignal,
  onBegin: () => void,
): Promise<Shown> {
  const { server, files, journal, stage, clock } = parts;
  const play = crypto.randomUUID();
  const about = { kind: "PLAYBACK", play } as const;
  const isHere = await files.fetch(server, ad.assetId, ad.sha256);
  const file = isHere ? await files.find(ad.sha256) : null;
  if (!file) {
    journal.note(`the file of ${ad.assetId} did not come whole`, { level: "WARN" });
    return { is: "missing" };
  }
  const second = ad.captureSecond ?? (await captureSecond(seed, play, ad.seconds));
  if (end.aborted) return { is: "cut" };
  try {
    await stage.show(ad.kind, file, end);
  } catch (error) {
    // A film that is taken away while it begins fails too, and so does one in a tab that hides.
    if (end.aborted || document.hidden) return { is: "cut" };
    files.setBroken(ad.sha256);
    journal.note(`the file of ${ad.assetId} cannot be shown: ${String(error)}`, { level: "ERROR" });
    return { is: "missing" };
  }
  const began = performance.now();
  const until = (seconds: number) => wait(began + seconds * SECOND, end);
  onBegin();
  journal.note(`campaign ${ad.campaignId} begins`, about);
  await until(second);
  const note = `vetrina ${play} ${written(clock.now())}`;
  const capturing = end.aborted ? null : stage.capture(note);
  // Its failure is dealt with at the end of the play.
  capturing?.catch(() => {});
  await until(ad.seconds);
  // A film lasts whole seconds and a rest, which is shown too.
  await until(ad.seconds + Math.min(1, stage.rest()));
  const shown = Math.floor(stage.watched((performance.now() - began + EARLY) / SECOND));
  if (end.aborted || !capturing) {
    journal.note(`campaign ${ad.campaignId} was cut off after ${shown} s`, about);
    return { is: "cut" };
  }
  const endedAt = clock.now();
  const frame = await capturing;
  const lost = await keep(parts, ad, { play, endedAt, shown, frame });
  return { is: "whole", endedAt, lost };
}

type Facts = { play: string; endedAt: number; shown: number; frame: Frame };

/** Counts, signs and keeps a play; says how many older ones a full queue lost. */
async function keep(parts: Parts, ad: Ad, { play, endedAt, shown, frame }: Facts): Promise<number> {
  const { identity, queue, journal } = parts;
  // Taken once: an order may change the key while the count is written.
  const { key } = identity;
  const draft = {
    impression_id: play,
    campaign_id: ad.campaignId,
    device_id: identity.deviceId,
    content_asset_id: ad.assetId,
    ...(ad.variantId !== null && { variant_id: ad.variantId }),
    ...(ad.leaseId !== null && { lease_id: ad.leaseId }),
    played_at: written(endedAt),
    duration_actual: Math.min(shown, ad.seconds),
    key_id: key.id,
    counter: await queue.nextCounter(),
  };
  const lost = await queue.push(await sign(draft, frame.sha256, key), frame);
  for (const { impression_id: old } of lost) {
    journal.note("the queue is full: the oldest play is lost", { level: "ERROR", play: old });
  }
  return lost.length;
}

async function wait(moment: number, end: AbortSignal): Promise<void> {
  for (;;) {
    const left = moment - performance.now();
    if (left <= 0 || end.aborted) return;
    await sleep(left, end);
  }
}
