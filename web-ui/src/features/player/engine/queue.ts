import type { Change, Database } from "./storage";
import type { Frame, Play } from "./types";

/** How many plays a device keeps while it cannot deliver. */
export const CAPACITY = 1000;
/** Older plays would be refused, so they are not sent. */
const ACCEPTED_FOR = 4 * 60 * 60 * 1000;
const COUNTER = "counter";

/** A frame on its way to the appliance, which took its play. */
export type Upload = { counter: number; impressionId: string; jpeg: Blob };

/** Plays that wait for delivery, oldest first, with their frames; and the count of plays made. */
export class Queue {
  constructor(private readonly database: Database) {}

  /** Counts one play and gives its number, the first being 1; never twice the same. */
  nextCounter(): Promise<number> {
    return this.database.change(async (change) => {
      const next = ((await change.get<number>("kept", COUNTER)) ?? 0) + 1;
      await change.put("kept", COUNTER, next);
      return next;
    });
  }

  /** Puts a play at the end; a full queue loses its oldest plays, which are given back. */
  push(play: Play, frame: Frame): Promise<Play[]> {
    return this.database.change(async (change) => {
      const excess = (await change.count("plays")) - CAPACITY + 1;
      const lost = excess > 0 ? await change.first<Play>("plays", excess) : [];
      for (const old of lost) await forget(change, old);
      await change.put("plays", play.counter, play);
      await change.put("frames", play.counter, frame.jpeg);
      return lost;
    });
  }

  /** The plays that wait longest, oldest first. */
  oldest(most: number): Promise<Play[]> {
    return this.database.change((change) => change.first<Play>("plays", most));
  }

  size(): Promise<number> {
    return this.database.change((change) => change.count("plays"));
  }

  /** Takes a play out that got its answer; its frame goes on where the play was taken. */
  settle(play: Play, isTaken: boolean): Promise<void> {
    const { counter, impression_id: impressionId } = play;
    return this.database.change(async (change) => {
      const jpeg = isTaken ? await change.get<Blob>("frames", counter) : undefined;
      await forget(change, play);
      if (!jpeg) return;
      const upload: Upload = { counter, impressionId, jpeg };
      await change.put("uploads", counter, upload);
      const excess = (await change.count("uploads")) - CAPACITY;
      const old = excess > 0 ? await change.first<Upload>("uploads", excess) : [];
      for (const one of old) await change.remove("uploads", one.counter);
    });
  }

  /** Drops plays that are too old to be taken; gives them back. */
  dropStale(now: number): Promise<Play[]> {
    return this.database.change(async (change) => {
      const waiting = await change.first<Play>("plays", CAPACITY);
      const stale = waiting.filter((play) => now - Date.parse(play.played_at) > ACCEPTED_FOR);
      for (const play of stale) await forget(change, play);
      return stale;
    });
  }

  /** The frame that waits longest for its way. */
  async nextUpload(): Promise<Upload | undefined> {
    const [upload] = await this.database.change((change) => change.first<Upload>("uploads", 1));
    return upload;
  }

  uploaded(upload: Upload): Promise<void> {
    return this.database.change((change) => change.remove("uploads", upload.counter));
  }
}

async function forget(change: Change, { counter }: Play): Promise<void> {
  await change.remove("plays", counter);
  await change.remove("frames", counter);
}
