import type { PlayerParts } from "./player";
import { chooseOffline, nextSlot, onlyWith, type Past, remember } from "./schedule";
import { type Answer, type Server, waitOf } from "./server";
import { show } from "./show";
import { kept } from "./storage";
import type { Ad } from "./types";
import { Bell, sleep } from "./waiting";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** How soon to look again where something was in the way. */
const SOON = 3 * SECOND;
/** The longest wait for a verdict before the next ad is asked for. */
const VERDICT = 5 * SECOND;
/** A gap this short keeps the picture; a longer one goes dark. */
const GAP = 3 * SECOND;

/** Whom the slots tell what they hear. */
export type Ears = {
  heard: (answer: Answer<unknown>) => void;
  /** The appliance wants a heartbeat first. */
  needsHello: () => void;
  /** It does not let this screen play. */
  isNotAllowed: () => Promise<void>;
  /** A play waits for delivery. */
  played: () => void;
};

/** The slots of a screen, one after the other: what comes next, when, and what becomes of it. */
export class Slots {
  readonly #wake = new Bell();
  readonly #verdicts = new Bell();
  readonly #pasts: ReturnType<typeof kept<Past[]>>;
  #history: Past[] = [];
  #perHour: number | null = null;
  #current: { campaignId: string; turn: AbortController } | null = null;

  constructor(
    private readonly parts: PlayerParts,
    private readonly ears: Ears,
    private readonly end: AbortSignal,
  ) {
    this.#pasts = kept<Past[]>(parts.database, "history");
  }

  /** Goes on where an earlier run ended. */
  async open(): Promise<void> {
    this.#history = (await this.#pasts.read()) ?? [];
  }

  /** Something changed that may let an ad begin. */
  look(): void {
    this.#wake.ring();
  }

  /** Plays got their answers. */
  delivered(): void {
    this.#verdicts.ring();
  }

  setPerHour(slots: number | null): void {
    this.#perHour = slots;
  }

  /** Cuts off what is on the screen; what was cut off is no play. */
  cut(campaignIds?: readonly string[]): void {
    if (!this.#current) return;
    if (campaignIds && !campaignIds.includes(this.#current.campaignId)) return;
    this.#current.turn.abort();
    this.#goDark();
  }

  /** Shows one ad after the other, until the end. */
  async run(): Promise<void> {
    while (!this.end.aborted) {
      if (!this.#maySee()) {
        this.#goDark();
        await this.#wake.wait(MINUTE, this.end);
        continue;
      }
      if (await this.#isPaced()) continue;
      const { ad, wait } = await this.#nextAd();
      // While the appliance was asked there was nothing to cut off.
      if (this.end.aborted || !this.#maySee()) continue;
      if (ad) await this.#perform(ad);
      else await this.#rest(wait);
    }
  }

  /** Whether an ad that begins now may play and is seen. */
  #maySee(): boolean {
    return this.parts.state.get().phase === "playing" && !document.hidden;
  }

  /** Waits for the next slot; true where something may have changed meanwhile. */
  async #isPaced(): Promise<boolean> {
    const now = this.parts.clock.now();
    const wait = nextSlot(this.#history, this.#perHour, now, Math.random()) - now;
    if (wait <= 0) return false;
    if (wait > GAP) await this.#rest(wait);
    else await sleep(wait, this.end);
    return true;
  }

  async #rest(wait: number): Promise<void> {
    this.#goDark();
    this.parts.state.set({ nextAt: Date.now() + wait });
    await this.#wake.wait(wait, this.end);
    this.parts.state.set({ nextAt: null });
  }

  /** What comes now: the appliance says, or the manifest while it does not answer. */
  async #nextAd(): Promise<{ ad: Ad | null; wait: number }> {
    const { server, state, playlist, clock, files } = this.parts;
    if (state.get().isOnline) {
      const answer = await server.nextAd();
      this.ears.heard(answer);
      if (answer.is === "refused") {
        this.ears.needsHello();
        if (answer.error === "DEVICE_NOT_AUTHORIZED") await this.ears.isNotAllowed();
        return { ad: null, wait: SOON };
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
    return { ad, wait: SOON };
  }

  async #perform(ad: Ad): Promise<void> {
    const { state, playlist } = this.parts;
    const turn = new AbortController();
    const end = () => turn.abort();
    this.end.addEventListener("abort", end);
    this.#current = { campaignId: ad.campaignId, turn };
    const began = () => state.set({ showing: ad.campaignId });
    const seed = playlist.manifest?.capture_seed ?? "";
    try {
      const shown = await show(this.parts, ad, seed, turn.signal, began);
      if (shown.is === "whole") await this.#played(ad, shown.endedAt);
      if (shown.is === "missing") await this.#rest(SOON);
      if (shown.is === "cut") this.#goDark();
    } catch (error) {
      this.#goDark();
      throw error;
    } finally {
      this.#current = null;
      this.end.removeEventListener("abort", end);
    }
  }

  async #played(ad: Ad, endedAt: number): Promise<void> {
    const { state, queue } = this.parts;
    this.#history = remember(this.#history, { campaignId: ad.campaignId, endedAt });
    await this.#pasts.write(this.#history);
    state.set({ queued: await queue.size() });
    this.ears.played();
    const patience = AbortSignal.any([this.end, AbortSignal.timeout(VERDICT)]);
    while (state.get().isOnline && state.get().queued > 0 && !patience.aborted) {
      await this.#verdicts.wait(VERDICT, patience);
    }
  }

  #goDark(): void {
    this.parts.stage.clear();
    this.parts.state.set({ showing: null });
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
