/** Errors below this are the network's, not the clock's. */
const NOISE = 100;

/**
 * The device's clock: the machine's, corrected by what the appliance answers to heartbeats, so that
 * a machine with a wrong clock plays as well as any other.
 */
export class Clock {
  #offset: number;

  constructor(
    offset = 0,
    private readonly machine: () => number = Date.now,
  ) {
    this.#offset = offset;
  }

  /** Milliseconds since 1970 UTC. */
  now(): number {
    return this.machine() + this.#offset;
  }

  /** What is added to the machine's clock, milliseconds. */
  get offset(): number {
    return this.#offset;
  }

  /**
   * Hears what time it was at the appliance when a message of `sentAt` came, whose answer is here
   * now; true where the clock was set. What half the way there and back may explain changes nothing.
   */
  hear(serverTime: number, sentAt: number): boolean {
    const back = this.now();
    const error = serverTime - (sentAt + back) / 2;
    if (Math.abs(error) <= (back - sentAt) / 2 + NOISE) return false;
    this.#offset = Math.round(this.#offset + error);
    return true;
  }
}

/** A moment as the API reads it. */
export function written(ms: number): string {
  return new Date(ms).toISOString();
}
