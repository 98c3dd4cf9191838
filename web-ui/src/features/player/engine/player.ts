import type { Clock } from "./clock";
import { written } from "./clock";
import { follow } from "./commands";
import { Delivery, type Outcome } from "./delivery";
import { obey } from "./orders";
import type { Playlist } from "./playlist";
import { chooseOffline, nextSlot, onlyWith, type Past, remember } from "./schedule";
import { type Answer, type Server, waitOf } from "./server";
import { type Parts, show } from "./show";
import type { Watched } from "./state";
import { type Database, kept } from "./storage";
import type { Ad, Order } from "./types";
import { Bell, backoff, sleep } from "./waiting";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How often the manifest is asked for, and the screen's own entry. */
const REFRESH = 5 * MINUTE;
/** How often somebody who waits for an approval looks. */
const PENDING = 3 * SECOND;
/** The longest wait for a verdict before the next ad is asked for. */
const VERDICT = 5 * SECOND;
/** A gap this short keeps the picture; a longer one goes dark. */
const GAP = 3 * SECOND;

export type About = { name: string; status: string; slots: number | null };

export type PlayerParts = Parts & { playlist: Playlist; state: Watched; database: Database };

/** An enrolled screen at work: says hello, listens, shows, delivers; each in a task of its own. */
export class Player {
  readonly #end = new AbortController();
  readonly #hello = new Bell();
  readonly #slots = new Bell();
  readonly #plays = new Bell();
  readonly #frames = new Bell();
  readonly #verdicts = new Bell();
  readonly #lists = new Bell();
  readonly #delivery: Delivery;
  readonly #about;
  readonly #pasts;
  readonly #offset;
  #history: Past[] = [];
  #slotsPerHour: number | null = null;
  #isUnknown = false;
  #current: { campaignId: string; turn: AbortController } | null = null;

  constructor(private readonly parts: PlayerParts) {
    const { queue, server, clock, journal, database } = parts;
    this.#delivery = new Delivery(queue, server, clock, journal);
    this.#about = kept<About>(database, "about");
    this.#pasts = kept<Past[]>(database, "history");
    this.#offset = kept<number>(database, "offset");
  }

  /** Works until the signal; true where the appliance does not know this screen any more. */
  async live(signal: AbortSignal): Promise<boolean> {
    const { journal, playlist, state, queue, files } = this.parts;
    const end = () => this.#end.abort();
    signal.addEventListener("abort", end, { once: true });
    if (signal.aborted) end();
    await Promise.all([journal.open(), playlist.open(), files.open()]);
    this.#history = (await this.#pasts.read()) ?? [];
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
      this.#show,
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
    this.#slotsPerHour = about.slots;
    const was = this.parts.state.get().phase;
    this.parts.state.set({ phase, name: about.name });
    if (phase === was) return;
    if (phase !== "playing") this.#current?.turn.abort();
    for (const bell of [this.#lists, this.#slots]) bell.ring();
  }

  async #listen(): Promise<void> {
    const { signal } = this.#end;
    const came = await follow(this.parts.server, signal, (order) => this.#obey(order));
    if (came === "unknown") this.#setUnknown();
  }

  #obey(order: Order): void {
    const { parts } = this;
    const cut = (campaignIds: readonly string[]) => this.#cut(campaignIds);
    const refresh = () => this.#refreshNow();
    void obey(parts, order, { cut, refresh }).catch((error: unknown) => {
      parts.journal.note(`${order.kind} failed: ${String(error)}`, { level: "ERROR" });
    });
  }

  /** Takes campaigns off the screen at once. */
  #cut(campaignIds: readonly string[]): void {
    if (!this.#current || !campaignIds.includes(this.#current.campaignId)) return;
    this.#current.turn.abort();
    this.#goDark();
  }

  async #refreshNow() {
    const missing = await this.parts.playlist.refresh(this.parts.server);
    this.#slots.ring();
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
        this.#verdicts.ring();
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
    while (!signal.aborted) {
      const outcome: Outcome = this.parts.state.get().isOnline ? await next() : { is: "empty" };
      await after();
      if (outcome.is === "unknown") this.#setUnknown();
      if (outcome.is === "silent") this.#setOnline(false);
      if (outcome.is !== "more")
        await bell.wait(outcome.is === "wait" ? outcome.ms : MINUTE, signal);
    }
  }

  async #show(): Promise<void> {
    const { state } = this.parts;
    const { signal } = this.#end;
    while (!signal.aborted) {
      if (state.get().phase !== "playing" || document.hidden) {
        this.#goDark();
        await this.#slots.wait(MINUTE, signal);
        continue;
      }
      if (await this.#isPaced()) continue;
      const { ad, wait } = await this.#nextAd();
      if (ad) await this.#perform(ad);
      else await this.#rest(wait);
    }
  }

  /** Waits for the next slot; true where something may have changed meanwhile. */
  async #isPaced(): Promise<boolean> {
    const now = this.parts.clock.now();
    const wait = nextSlot(this.#history, this.#slotsPerHour, now, Math.random()) - now;
    if (wait <= 0) return false;
    if (wait > GAP) await this.#rest(wait);
    else await sleep(wait, this.#end.signal);
    return true;
  }

  async #rest(wait: number): Promise<void> {
    this.#goDark();
    this.parts.state.set({ nextAt: Date.now() + wait });
    await this.#slots.wait(wait, this.#end.signal);
    this.parts.state.set({ nextAt: null });
  }

  /** What comes now: the appliance says, or the manifest while it does not answer. */
  async #nextAd(): Promise<{ ad: Ad | null; wait: number }> {
    const { server, state, playlist, clock, files } = this.parts;
    if (state.get().isOnline) {
      const answer = await server.nextAd();
      this.#heard(answer);
      if (answer.is === "refused") {
        this.#hello.ring();
        if (answer.error === "DEVICE_NOT_AUTHORIZED") await this.#askSelf();
        return { ad: null, wait: PENDING };
      }
      if (answer.is === "done") {
        const { body: offer, head } = answer;
        if (!offer) return { ad: null, wait: waitOf(head, 60) };
        const mayBegin = playlist.mayBegin(offer.campaign_id, Date.parse(offer.granted_at));
        return mayBegin ? { ad: offered(offer), wait: 0 } : { ad: null, wait: SECOND };
      }
    }
    const { manifest } = playlist;
    const here = manifest && onlyWith(manifest, (sha256) => files.has(sha256));
    const ad = here && chooseOffline(here, this.#history, clock.now());
    return { ad, wait: PENDING };
  }

  async #perform(ad: Ad): Promise<void> {
    const { state, playlist, stage } = this.parts;
    const turn = new AbortController();
    const end = () => turn.abort();
    this.#end.signal.addEventListener("abort", end);
    this.#current = { campaignId: ad.campaignId, turn };
    const began = () => state.set({ showing: ad.campaignId });
    const seed = playlist.manifest?.capture_seed ?? "";
    try {
      const shown = await show(this.parts, ad, seed, turn.signal, began);
      if (shown.is === "whole") await this.#played(ad, shown.endedAt);
      if (shown.is === "missing") await this.#rest(PENDING);
      if (shown.is === "cut") this.#goDark();
    } catch (error) {
      stage.clear();
      throw error;
    } finally {
      this.#current = null;
      this.#end.signal.removeEventListener("abort", end);
    }
  }

  async #played(ad: Ad, endedAt: number): Promise<void> {
    const { state, queue } = this.parts;
    this.#history = remember(this.#history, { campaignId: ad.campaignId, endedAt });
    await this.#pasts.write(this.#history);
    state.set({ queued: await queue.size() });
    this.#plays.ring();
    const patience = AbortSignal.any([this.#end.signal, AbortSignal.timeout(VERDICT)]);
    while (state.get().isOnline && state.get().queued > 0 && !patience.aborted) {
      await this.#verdicts.wait(VERDICT, patience);
    }
  }

  #goDark(): void {
    this.parts.stage.clear();
    this.parts.state.set({ showing: null });
  }

  /** An ad that nobody can see is no play. */
  #see(): void {
    if (document.hidden) this.#current?.turn.abort();
    this.#slots.ring();
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
    else for (const bell of [this.#lists, this.#plays, this.#frames, this.#slots]) bell.ring();
  }

  #setUnknown(): void {
    this.#isUnknown = true;
    this.#end.abort();
  }
}

type Offer = NonNullable<Extract<Awaited<ReturnType<Server["nextAd"]>>, { is: "done" }>["body"]>;

function offered(offer: Offer): Ad {
  return {
    campaignId: offer.campaign_id,
    assetId: offer.content_asset_id,
    variantId: offer.variant_id ?? null,
    kind: offer.kind,
    sha256: offer.asset_sha256,
    seconds: offer.duration_seconds,
    captureSecond: offer.capture_second,
    leaseId: offer.lease_id,
  };
}
