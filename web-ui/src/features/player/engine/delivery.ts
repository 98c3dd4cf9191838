import { type Clock, written } from "./clock";
import type { Journal } from "./journal";
import type { Queue } from "./queue";
import type { Answer, Server, Verdict } from "./server";
import type { Play } from "./types";
import { backoff } from "./waiting";

/** Plays that one batch carries at most. */
const BATCH = 100;
/** From then on a play counts as one that waited. */
const FRESH = 30_000;
/** Verdicts on one of a batch that ask for another delivery. */
const LATER = new Set(["OVERLOADED", "RATE_LIMITED"]);
const TAKEN = new Set(["VERIFIED", "UNDER_REVIEW"]);

/** What came of an attempt: go on, wait so long, nobody answers, or the token counts no more. */
export type Outcome = { is: "more" | "empty" | "silent" | "unknown" } | { is: "wait"; ms: number };

/** Brings plays, and then their frames, to the appliance: oldest first, one attempt at a time. */
export class Delivery {
  #failures = 0;
  /** After a batch was refused as a whole: one by one, so that the others are not lost with it. */
  #singly = 0;

  constructor(
    private readonly queue: Queue,
    private readonly server: Server,
    private readonly clock: Clock,
    private readonly journal: Journal,
  ) {}

  /** Delivers the plays that wait longest. */
  async plays(): Promise<Outcome> {
    for (const play of await this.queue.dropStale(this.clock.now())) {
      this.#note(play, { status: "DROPPED", error: "older than 4 hours" });
    }
    const plays = await this.queue.oldest(this.#singly > 0 ? 1 : BATCH);
    const [first] = plays;
    if (!first) return { is: "empty" };
    const sentAt = written(this.clock.now());
    return plays.length === 1 ? this.#one(first, sentAt) : this.#many(plays, sentAt);
  }

  async #one(play: Play, sentAt: string): Promise<Outcome> {
    const isQueued = this.clock.now() - Date.parse(play.played_at) > FRESH;
    const answer = await this.server.submit(play, sentAt, isQueued);
    if (answer.is === "silent" || answer.is === "later") return this.#again(answer);
    if (answer.is === "refused" && answer.status === 401) return { is: "unknown" };
    this.#singly = Math.max(0, this.#singly - 1);
    const isRefused = answer.is === "refused";
    const verdict = isRefused ? { status: "REFUSED", error: answer.error } : answer.body;
    await this.#settle(play, verdict);
    return { is: "more" };
  }

  async #many(plays: readonly Play[], sentAt: string): Promise<Outcome> {
    const answer = await this.server.submitBatch(plays, sentAt);
    if (answer.is === "silent" || answer.is === "later") return this.#again(answer);
    if (answer.is === "refused") {
      if (answer.status === 401) return { is: "unknown" };
      this.#singly = plays.length;
      return { is: "more" };
    }
    let settled = 0;
    for (const verdict of answer.body.results) {
      const play = plays[verdict.index];
      if (!play || LATER.has(verdict.error ?? "")) continue;
      await this.#settle(play, verdict);
      settled += 1;
    }
    return settled > 0 ? { is: "more" } : this.#again({ is: "later", afterMs: 0 });
  }

  async #settle(play: Play, verdict: Verdict): Promise<void> {
    this.#failures = 0;
    await this.queue.settle(play, TAKEN.has(verdict.status));
    this.#note(play, verdict);
  }

  #note(play: Play, { status, error }: Verdict): void {
    const seconds = play.duration_actual;
    const message = `campaign ${play.campaign_id} was on the screen for ${seconds} s: ${error ?? status}`;
    const level = TAKEN.has(status) ? "INFO" : "WARN";
    this.journal.note(message, { kind: "PLAYBACK", level, play: play.impression_id });
  }

  #again(answer: Answer<never> & { is: "silent" | "later" }): Outcome {
    if (answer.is === "silent") return { is: "silent" };
    const ms = Math.max(answer.afterMs, backoff(this.#failures));
    this.#failures += 1;
    return { is: "wait", ms };
  }

  /** Delivers the frame that waits longest. */
  async frames(): Promise<Outcome> {
    const upload = await this.queue.nextUpload();
    if (!upload) return { is: "empty" };
    const answer = await this.server.putFrame(upload.impressionId, upload.jpeg);
    if (answer.is === "silent") return { is: "silent" };
    if (answer.is === "later") return { is: "wait", ms: answer.afterMs };
    if (answer.is === "refused") {
      if (answer.status === 401) return { is: "unknown" };
      const play = upload.impressionId;
      this.journal.note(`the frame was not taken: ${answer.error}`, { level: "WARN", play });
    }
    await this.queue.uploaded(upload);
    return { is: "more" };
  }
}
