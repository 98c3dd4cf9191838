/** Where a screen is on its way from a browser tab to plays. */
export type Phase =
  | "starting"
  /** The browser lacks what is needed, or the address is not a secure one. */
  | "unsupported"
  /** Another tab of this browser is the screen. */
  | "elsewhere"
  | "unenrolled"
  | "enrolling"
  /** Enrolled; an operator has to approve. */
  | "waiting"
  | "playing"
  /** The operator has put the screen into maintenance. */
  | "resting"
  | "revoked";

export type ScreenState = {
  phase: Phase;
  isOnline: boolean;
  /** The screen's name, once the appliance has told it. */
  name: string | null;
  /** The campaign on the screen. */
  showing: string | null;
  /** Plays that wait for delivery. */
  queued: number;
  /** When the next slot begins, by this machine's clock, where that is known. */
  nextAt: number | null;
  /** Why the token was not taken; `OFFLINE` where nothing answered. */
  problem: string | null;
};

const FIRST: ScreenState = {
  phase: "starting",
  isOnline: false,
  name: null,
  showing: null,
  queued: 0,
  nextAt: null,
  problem: null,
};

/** What people see of a screen; watched by the page. */
export class Watched {
  #state = FIRST;
  readonly #watchers = new Set<() => void>();

  readonly get = (): ScreenState => this.#state;

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  set(change: Partial<ScreenState>): void {
    const next = { ...this.#state, ...change };
    const isSame = Object.entries(next).every(
      ([name, value]) => this.#state[name as keyof ScreenState] === value,
    );
    if (isSame) return;
    this.#state = next;
    for (const watcher of this.#watchers) watcher();
  }
}
