import { Clock } from "./clock";
import { Files } from "./files";
import { Journal } from "./journal";
import { makeKey, publicPem } from "./keys";
import { Player } from "./player";
import { Playlist } from "./playlist";
import { Queue } from "./queue";
import { enrol, Server } from "./server";
import { Stage } from "./stage";
import { Watched } from "./state";
import { type Database, kept, openDatabase, type StoreName } from "./storage";
import type { Identity } from "./types";
import { Bell, backoff, sleep } from "./waiting";

const LOCK = "vetrina-player";
/** Who waits longer for the lock than this stands beside another tab. */
const LOCK_PATIENCE = 500;
const LONG = 60 * 60 * 1000;

/** A browser tab as a screen, from its first token on. One tab of a browser is one. */
export class Screen {
  readonly state = new Watched();
  readonly #tokens = new Bell();
  #token: string | null;
  /** A token of the address is tried once, also when the page is opened by it every morning. */
  #isFromAddress: boolean;
  #life: AbortController | null = null;
  #isForgotten = false;

  constructor(
    private readonly host: HTMLElement,
    tokenOfAddress: string | null,
  ) {
    this.#token = tokenOfAddress;
    this.#isFromAddress = tokenOfAddress !== null;
  }

  /** Works until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    if (!isAble()) return this.state.set({ phase: "unsupported" });
    const beside = setTimeout(() => this.state.set({ phase: "elsewhere" }), LOCK_PATIENCE);
    try {
      await navigator.locks.request(LOCK, { signal }, async () => {
        clearTimeout(beside);
        this.state.set({ phase: "starting" });
        await this.#work(await openDatabase(), signal);
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      clearTimeout(beside);
    }
  }

  /** Takes a one-time token that somebody typed. */
  enrol(token: string): void {
    this.#token = token.trim();
    this.#isFromAddress = false;
    this.state.set({ phase: "enrolling", problem: null });
    this.#tokens.ring();
  }

  async #work(database: Database, signal: AbortSignal): Promise<void> {
    void navigator.storage.persist();
    const identities = kept<Identity>(database, "identity");
    while (!signal.aborted) {
      const identity = await identities.read();
      if (!identity) {
        await this.#becomeSomebody(database, signal);
        continue;
      }
      const isRevoked = await this.#live(database, identity, signal);
      if (this.#isForgotten) {
        this.#isForgotten = false;
        this.#token = null;
        await forget(database);
        this.state.set({ phase: "unenrolled", showing: null, queued: 0, name: null, nextAt: null });
        continue;
      }
      if (!isRevoked || signal.aborted) continue;
      this.state.set({ phase: "revoked", isOnline: true, showing: null, nextAt: null });
      await this.#becomeSomebody(database, signal);
    }
  }

  async #live(database: Database, identity: Identity, signal: AbortSignal): Promise<boolean> {
    const clock = new Clock((await kept<number>(database, "offset").read()) ?? 0);
    const files = new Files(database);
    const player = new Player({
      identity,
      database,
      clock,
      files,
      server: new Server(identity.deviceId, identity.token),
      stage: new Stage(this.host),
      queue: new Queue(database),
      journal: new Journal(database, clock),
      playlist: new Playlist(database, files, clock),
      state: this.state,
    });
    const life = new AbortController();
    const end = () => life.abort();
    signal.addEventListener("abort", end, { once: true });
    this.#life = life;
    try {
      return await player.live(life.signal);
    } finally {
      this.#life = null;
      signal.removeEventListener("abort", end);
    }
  }

  /** Waits for a token that the appliance takes, and keeps what it answers. */
  async #becomeSomebody(database: Database, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted; ) {
      const token = this.#token;
      if (token === null) {
        if (this.state.get().phase !== "revoked") this.state.set({ phase: "unenrolled" });
        await this.#tokens.wait(LONG, signal);
        continue;
      }
      const before = this.state.get().phase;
      this.state.set({ phase: "enrolling" });
      const pair = await makeKey();
      const answer = await enrol(token, await publicPem(pair));
      if (answer.is === "done") {
        this.#token = null;
        const { id: deviceId, device_token, key_id } = answer.body;
        await forget(database);
        const identity: Identity = { deviceId, token: device_token, key: { id: key_id, pair } };
        await kept<Identity>(database, "identity").write(identity);
        this.state.set({ phase: "waiting", problem: null, queued: 0, name: null });
        return;
      }
      if (answer.is === "refused" || !this.#isFromAddress) {
        this.#token = null;
        const phase = before === "revoked" ? "revoked" : "unenrolled";
        this.state.set({ phase, problem: answer.is === "refused" ? answer.message : "OFFLINE" });
        continue;
      }
      await sleep(backoff(failures), signal);
      failures += 1;
    }
  }

  /** Ends this screen on this machine; it may be enrolled anew. */
  forget(): void {
    this.#isForgotten = this.#life !== null;
    this.#life?.abort();
  }
}

/** Drops what belonged to a screen; the count of plays goes on. */
async function forget(database: Database): Promise<void> {
  await database.change(async (change) => {
    const counter = await change.get<number>("kept", "counter");
    const stores: readonly StoreName[] = ["kept", "plays", "frames", "uploads"];
    for (const store of stores) await change.clear(store);
    if (counter !== undefined) await change.put("kept", "counter", counter);
  });
  await new Files(database).clear();
}

/** Whether this browser has what a screen needs; some of it is there on secure addresses only. */
function isAble(): boolean {
  return window.isSecureContext && "locks" in navigator && "indexedDB" in window;
}
