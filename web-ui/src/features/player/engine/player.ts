import type { Clock } from "./clock";
import { written } from "./clock";
import { follow } from "./commands";
import { Delivery, type Outcome } from "./delivery";
import { obey } from "./orders";
import type { Playlist } from "./playlist";
import type { Answer } from "./server";
import type { Parts } from "./show";
import { Slots } from "./slots";
import type { Watched } from "./state";
import { type Database, kept } from "./storage";
import type { Order } from "./types";
import { Bell, backoff, sleep } from "./waiting";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How often the manifest is asked for, and the screen's own entry. */
const REFRESH = 5 * MINUTE;
/** How often somebody who waits for an approval looks. */
const PENDING = 3 * SECOND;

export type About = { name: string; status: string; slots: number | null };

export type PlayerParts = Parts & { playlist: Playlist; state: Watched; database: Database };

/** An enrolled screen at work: says hello, listens, shows, delivers; each in a task of its own. */
export class Player {
  readonly #end = new AbortController();
  readonly #hello = new Bell();
  readonly #plays = new Bell();
  readonly #frames = new Bell();
  readonly #lists = new Bell();
  readonly #delivery: Delivery;
  readonly #slots: Slots;
  readonly #about;
  readonly #offset;
  #isUnknown = false;

  constructor(private readonly parts: PlayerParts) {
    const { queue, server, clock, journal, database } = parts;
    this.#delivery = new Delivery(queue, server, clock, journal);
    const ears = {
      heard: (answer: Answer<unknown>) => this.#heard(answer),
      needsHello: () => this.#hello.ring(),
      isNotAllowed: () => this.#askSelf(),
      played: () => this.#plays.ring(),
    };
    this.#slots = new Slots(parts, ears, this.#end.signal);
    this.#about = kept<About>(database, "about");
    this.#offset = kept<number>(database, "offset");
  }

  /** Works until the signal; true where the appliance does not know this screen any more. */
  async live(signal: AbortSignal): Promise<boolean> {
    const { journal, playlist, state, queue, files } = this.parts;
    const end = () => this.#end.abort();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    await Promise.all([journal.open(), playlist.open(), files.open(), this.#slots.open()]);
    this.#take(await this.#about.read());
    state.set({ queued: await queue.size() });
    journal.note("the player has started");
    const network = () => this.#hello.ring();
    const sight = () => this.#see();
    window.addEventListener("online", network);
    window.addEventListener("offline", network);
    document.addEventListener("visibilitychange", sight);
    const tasks = [
      this.#beat,
      this.#listen,
      this.#refresh,
      this.#deliver,
      this.#upload,
      () => this.#slots.run(),
    ];
    await Promise.all(tasks.map((task) => this.#forever(task.bind(this))));
    window.removeEventListener("online", network);
    window.removeEventListener("offline", network);
    document.removeEventListener("visibilitychange", sight);
    signal.removeEventListener("abort", end);
    this.parts.stage.clear();
    return this.#isUnknown;
  }

  /** A task that fails begins again: a screen that nobody looks after must not stand still. */
  async #forever(task: () => Promise<void>): Promise<void> {
    while (!this.#end.signal.aborted) {
      try {
        await task();
      } catch (error) {
        this.parts.journal.note(`a fault: ${String(error)}`, { level: "ERROR" });
        await sleep(5 * SECOND, this.#end.signal);
      }
    }
  }

  async #beat(): Promise<void> {
    const { server, clock, state } = this.parts;
    const { signal } = this.#end;
    for (let failures = 0; !signal.aborted; ) {
      const sentAt = clock.now();
      const answer = await server.heartbeat(written(sentAt));
      let wait = backoff(failures);
      if (answer.is === "done") {
        failures = 0;
        wait = answer.body.next_heartbeat_seconds * SECOND;
        await this.#setClock(clock, Date.parse(answer.body.server_time), sentAt);
        const isBack = !state.get().isOnline || state.get().phase !== "playing";
        this.#setOnline(true);
        if (isBack) await this.#askSelf();
        for (const order of answer.body.pending_commands) this.#obey(order);
      } else if (answer.is === "refused") {
        this.#heard(answer);
        this.#setOnline(true);
        await this.#askSelf();
        wait = PENDING;
      } else {
        this.#setOnline(false);
        failures += 1;
      }
      await this.#hello.wait(wait, signal);
      // However often somebody asks for it.
      const early = sentAt + SECOND - clock.now();
      if (early > 0) await sleep(Math.min(early, SECOND), signal);
    }
  }

  async #setClock(clock: Clock, serverTime: number, sentAt: number): Promise<void> {
    if (!clock.hear(serverTime, sentAt)) return;
    this.parts.journal.note(`the clock was set: ${clock.offset} ms on top of the machine's`);
    await this.#offset.write(clock.offset);
  }

  /** Asks how the appliance sees this screen: approved, in maintenance, with how many slots. */
  async #askSelf(): Promise<void> {
    const answer = await this.parts.server.self();
    this.#heard(answer);
    if (answer.is !== "done") return;
    const { name, status, slots_per_hour: slots } = answer.body;
    const about = { name, status, slots: slots ?? null };
    this.#take(about);
    await this.#about.write(about);
  }

  #take(about: About | undefined): void {
    if (!about) return;
    const phase =
      about.status === "ACTIVE" ? "playing" : about.status === "PENDING" ? "waiting" : "resting";
    this.#slots.setPerHour(about.slots);
    const was = this.parts.state.get().phase;
    this.parts.state.set({ phase, name: about.name });
    if (phase === was) return;
    if (phase !== "playing") this.#slots.cut();
    this.#lists.ring();
    this.#slots.look();
  }

  async #listen(): Promise<void> {
    const { signal } = this.#end;
    const came = await follow(this.parts.server, signal, (order) => this.#obey(order));
    if (came === "unknown") this.#setUnknown();
  }

  #obey(order: Order): void {
    const { parts } = this;
    const cut = (campaignIds: readonly string[]) => this.#slots.cut(campaignIds);
    const refresh = () => this.#refreshNow();
    void obey(parts, order, { cut, refresh }).catch((error: unknown) => {
      parts.journal.note(`${order.kind} failed: ${String(error)}`, { level: "ERROR" });
    });
  }

  async #refreshNow() {
    const missing = await this.parts.playlist.refresh(this.parts.server);
    this.#slots.look();
    return missing;
  }

  async #refresh(): Promise<void> {
    const { state, journal, server } = this.parts;
    const { signal } = this.#end;
    while (!signal.aborted) {
      const { isOnline, phase } = state.get();
      const mayAsk = isOnline && phase === "playing";
      if (mayAsk) {
        await this.#refreshNow();
        await journal.send(server);
      }
      await this.#lists.wait(REFRESH, signal);
      if (mayAsk && state.get().isOnline) await this.#askSelf();
    }
  }

  async #deliver(): Promise<void> {
    await this.#bring(
      () => this.#delivery.plays(),
      this.#plays,
      async () => {
        this.parts.state.set({ queued: await this.parts.queue.size() });
        this.#slots.delivered();
        this.#frames.ring();
      },
    );
  }

  async #upload(): Promise<void> {
    await this.#bring(
      () => this.#delivery.frames(),
      this.#frames,
      async () => {},
    );
  }

  /** Brings what waits, whenever the appliance answers. */
  async #bring(
    next: () => Promise<Outcome>,
    bell: Bell,
    after: () => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#end;
    for (let failures = 0; !signal.aborted; ) {
      const outcome: Outcome = this.parts.state.get().isOnline ? await next() : { is: "empty" };
      await after();
      if (outcome.is === "unknown") this.#setUnknown();
      failures = outcome.is === "silent" ? failures + 1 : 0;
      if (outcome.is === "silent") {
        this.#setOnline(false);
        await sleep(backoff(failures), signal);
      } else if (outcome.is !== "more") {
        await bell.wait(outcome.is === "wait" ? outcome.ms : MINUTE, signal);
      }
    }
  }

  /** An ad that nobody can see is no play. */
  #see(): void {
    if (document.hidden) this.#slots.cut();
    this.#slots.look();
  }

  #heard(answer: Answer<unknown>): void {
    if (answer.is === "silent") this.#setOnline(false);
    if (answer.is === "refused" && answer.status === 401) this.#setUnknown();
  }

  #setOnline(isOnline: boolean): void {
    const { state, journal } = this.parts;
    if (state.get().isOnline === isOnline) return;
    state.set({ isOnline });
    journal.note(isOnline ? "the appliance answers" : "the appliance does not answer");
    if (!isOnline) this.#hello.ring();
    else {
      for (const bell of [this.#lists, this.#plays, this.#frames]) bell.ring();
      this.#slots.look();
    }
  }

  #setUnknown(): void {
    this.#isUnknown = true;
    this.#end.abort();
  }
}
