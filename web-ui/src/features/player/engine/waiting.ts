const SECOND = 1000;
const LONGEST = 60 * SECOND;

/** Wakes whoever waits, or the next one who would wait. One waits at a time. */
export class Bell {
  #rung = false;
  #wake: (() => void) | null = null;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  /** Until it rings, the time is over, or the work ends. */
  async wait(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener("abort", this.#wake, { once: true });
      });
    }
    if (this.#wake) signal.removeEventListener("abort", this.#wake);
    this.#wake = null;
    this.#rung = false;
  }
}

/** Waits, but not beyond the end of the work. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Bell().wait(ms, signal);
}

/** How long to wait after so many failures in a row: 1, 2, 4 … 60 s, with a random part. */
export function backoff(failures: number, random: () => number = Math.random): number {
  const full = Math.min(SECOND * 2 ** Math.min(failures, 10), LONGEST);
  return full * (0.75 + random() / 2);
}
