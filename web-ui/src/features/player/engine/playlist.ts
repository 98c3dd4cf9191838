import { type Clock, written } from "./clock";
import type { Files } from "./files";
import type { Answer, Server } from "./server";
import { type Database, kept } from "./storage";
import type { Manifest } from "./types";

const DAY = 24 * 60 * 60 * 1000;

type Kept = { manifest: Manifest; etag: string | null };
/** Campaigns whose files did not come, with the reason. */
export type Missing = { campaignId: string; reason: string }[];

/** What may be played while the appliance does not answer, with the files that this needs. */
export class Playlist {
  #now: Kept | null = null;
  /** When campaigns were stopped last, by the appliance's clock. */
  readonly #stoppedAt = new Map<string, number>();
  /** Stops since the newest manifest was asked for. */
  readonly #stops = new Set<string>();
  readonly #kept: ReturnType<typeof kept<Kept>>;
  #refreshing: Promise<Missing | null> | null = null;

  constructor(
    database: Database,
    private readonly files: Files,
    private readonly clock: Clock,
  ) {
    this.#kept = kept<Kept>(database, "manifest");
  }

  async open(): Promise<void> {
    this.#now = (await this.#kept.read()) ?? null;
  }

  get manifest(): Manifest | null {
    return this.#now?.manifest ?? null;
  }

  /** Whether an ad that was granted then may still begin. */
  mayBegin(campaignId: string, grantedAt: number): boolean {
    return grantedAt > (this.#stoppedAt.get(campaignId) ?? Number.NEGATIVE_INFINITY);
  }

  /** Takes campaigns off, for good until a manifest that is asked for later names them. */
  async stop(campaignIds: readonly string[], at: number): Promise<void> {
    for (const id of campaignIds) {
      this.#stoppedAt.set(id, at);
      this.#stops.add(id);
    }
    // Without its tag, so that the next answer comes whole.
    if (this.#now)
      await this.#set({ manifest: without(this.#now.manifest, this.#stops), etag: null });
  }

  /**
   * Asks for the manifest and fetches the files it names. Null where there was no answer; what came
   * together is one call.
   */
  async refresh(server: Server): Promise<Missing | null> {
    // One that began earlier may have been answered before what the caller knows of.
    await this.#refreshing;
    this.#refreshing ??= this.#refresh(server).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refresh(server: Server): Promise<Missing | null> {
    this.#stops.clear();
    const answer = await server.manifest(this.#now?.etag ?? null);
    if (answer.is !== "done") return null;
    const next = this.#answered(answer);
    if (!next) return null;
    await this.#set({ ...next, manifest: without(next.manifest, this.#stops) });
    return this.#fetchFiles(server, next.manifest);
  }

  #answered({ status, body, head }: Answer<Manifest | undefined> & { is: "done" }): Kept | null {
    if (status !== 304) return body ? { manifest: body, etag: head.get("etag") } : null;
    if (!this.#now) return null;
    const now = this.clock.now();
    const [generated_at, valid_until] = [written(now), written(now + DAY)];
    return { ...this.#now, manifest: { ...this.#now.manifest, generated_at, valid_until } };
  }

  async #fetchFiles(server: Server, { campaigns, cache_days: days }: Manifest): Promise<Missing> {
    const missing: Missing = [];
    for (const { campaign_id: campaignId, assets } of campaigns) {
      for (const { asset_id: assetId, sha256 } of assets) {
        if (await this.files.fetch(server, assetId, sha256)) continue;
        missing.push({ campaignId, reason: `the file of ${assetId} did not come whole` });
        break;
      }
    }
    const named = campaigns.flatMap(({ assets }) => assets.map(({ sha256 }) => sha256));
    await this.files.keep(named, this.clock.now(), days);
    return missing;
  }

  async #set(next: Kept): Promise<void> {
    this.#now = next;
    await this.#kept.write(next);
  }
}

function without(manifest: Manifest, stopped: ReadonlySet<string>): Manifest {
  const campaigns = manifest.campaigns.filter(({ campaign_id: id }) => !stopped.has(id));
  return { ...manifest, campaigns };
}
