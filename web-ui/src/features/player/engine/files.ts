import { sha256Hex } from "./bytes";
import type { Server } from "./server";
import { type Database, kept } from "./storage";

const CACHE = "vetrina-player-files";
const DAY = 24 * 60 * 60 * 1000;

/** A file is kept under the hash of its content, whoever needs it. */
const nameOf = (sha256: string) => `/player/files/${sha256}`;

type Named = Record<string, number>;

/** Files of ads on this machine, each checked against its hash when it came. */
export class Files {
  readonly #named: {
    read: () => Promise<Named | undefined>;
    write: (value: Named) => Promise<void>;
  };
  readonly #coming = new Map<string, Promise<boolean>>();
  readonly #here = new Set<string>();
  readonly #broken = new Set<string>();

  constructor(database: Database) {
    this.#named = kept<Named>(database, "files");
  }

  /** Looks at what an earlier run left. */
  async open(): Promise<void> {
    const cache = await caches.open(CACHE);
    for (const { url } of await cache.keys()) this.#here.add(url.slice(url.lastIndexOf("/") + 1));
  }

  /** Whether a file is here and can be shown. */
  has(sha256: string): boolean {
    return this.#here.has(sha256) && !this.#broken.has(sha256);
  }

  /** Notes that this browser cannot show a file. */
  setBroken(sha256: string): void {
    this.#broken.add(sha256);
  }

  /** The file, if it is here. */
  async find(sha256: string): Promise<Blob | null> {
    const cache = await caches.open(CACHE);
    const found = await cache.match(nameOf(sha256));
    return found ? await found.blob() : null;
  }

  /**
   * Fetches a file unless it is here; false where it did not come, came as another one, has no room
   * or cannot be shown.
   */
  async fetch(server: Server, assetId: string, sha256: string): Promise<boolean> {
    if (this.#broken.has(sha256)) return false;
    const coming = this.#coming.get(sha256) ?? this.#fetch(server, assetId, sha256);
    this.#coming.set(sha256, coming);
    try {
      return await coming;
    } catch {
      return false;
    } finally {
      this.#coming.delete(sha256);
    }
  }

  async #fetch(server: Server, assetId: string, sha256: string): Promise<boolean> {
    const cache = await caches.open(CACHE);
    if (await cache.match(nameOf(sha256))) {
      this.#here.add(sha256);
      return true;
    }
    const blob = await server.file(assetId);
    if (!blob || (await sha256Hex(await blob.arrayBuffer())) !== sha256) return false;
    await cache.put(nameOf(sha256), new Response(blob));
    this.#here.add(sha256);
    return true;
  }

  /** Notes that files are named now, and drops those that were not for so many days. */
  async keep(hashes: readonly string[], now: number, days: number): Promise<void> {
    const before = (await this.#named.read()) ?? {};
    const named = { ...before, ...Object.fromEntries(hashes.map((hash) => [hash, now])) };
    const isOver = (hash: string) => now - (named[hash] ?? 0) > days * DAY;
    const cache = await caches.open(CACHE);
    for (const hash of Object.keys(named).filter(isOver)) {
      await cache.delete(nameOf(hash));
      this.#here.delete(hash);
      delete named[hash];
    }
    await this.#named.write(named);
  }

  async clear(): Promise<void> {
    await caches.delete(CACHE);
  }
}
