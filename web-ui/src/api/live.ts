import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import * as z from "zod/mini";
import type { Decimal } from "../lib/decimal";
import { currentLanguage } from "../lib/texts";
import { ME_KEY, readBody } from "./client";
import { queryClient } from "./query";
import { type StreamMessage, StreamReader } from "./sse";

const decimal = z.pipe(
  z.string(),
  z.transform((text: string) => text as Decimal),
);

/** What the stream tells, by name. */
const EVENTS = {
  campaign: z.object({
    campaign_id: z.string(),
    status: z.string(),
    verified: z.number(),
    rejected: z.number(),
    under_review: z.number(),
    spent: decimal,
    absorbed: decimal,
    remaining_budget: decimal,
    held_for_review: decimal,
  }),
  device: z.object({
    device_id: z.string(),
    store_id: z.nullable(z.string()),
    status: z.string(),
    online: z.boolean(),
    last_heartbeat_at: z.nullable(z.string()),
  }),
  reviews: z.object({ waiting: z.number() }),
  job: z.object({
    name: z.string(),
    last_slot: z.nullable(z.string()),
    result: z.nullable(z.string()),
  }),
  notice: z.object({ seq: z.number(), code: z.string(), message: z.string() }),
  play: z.object({
    impression_id: z.string(),
    campaign_id: z.nullable(z.string()),
    device_id: z.nullable(z.string()),
    status: z.enum(["VERIFIED", "UNDER_REVIEW", "REJECTED"]),
    rejection_reason: z.nullable(z.string()),
    cost: decimal,
    flags: z.array(z.string()),
  }),
} as const;

export type LiveKind = keyof typeof EVENTS;
export type LiveEvent<Kind extends LiveKind> = z.output<(typeof EVENTS)[Kind]>;

/** Whether what is shown follows what happens. */
export type LiveState = "off" | "connecting" | "live" | "stale";

const SECOND = 1000;
/** The appliance says something every 15 s; a longer silence is a dead line. */
const SILENCE = 40 * SECOND;
const LONGEST_PAUSE = 15 * SECOND;
/** Events are handed on in bundles, so that a thousand plays a second draw four times a second. */
const BUNDLE = 250;

type Waiting = { kind: LiveKind; event: unknown };
type Listener = (events: unknown[]) => void;

class LiveFeed {
  #state: LiveState = "off";
  #watchers = new Set<() => void>();
  #listeners = new Map<LiveKind, Set<Listener>>();
  #waiting: Waiting[] = [];
  #bundle: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #line: AbortController | undefined;
  #lastId: string | null = null;
  #failures = 0;

  start(): () => void {
    const stop = new AbortController();
    const wake = () => this.#line?.abort();
    window.addEventListener("online", wake);
    this.#lastId = null;
    void this.#follow(stop.signal);
    return () => {
      window.removeEventListener("online", wake);
      stop.abort();
      this.#line?.abort();
      this.#set("off");
    };
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  readonly state = (): LiveState => this.#state;

  listen(kind: LiveKind, listener: Listener): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  async #follow(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      if (this.#state !== "stale") this.#set("connecting");
      const mayGoOn = await this.#read();
      if (stop.aborted || !mayGoOn) return;
      this.#set("stale");
      await pause(this.#failures);
      this.#failures += 1;
    }
  }

  /** One connection from its beginning to its end; false where the session is over. */
  async #read(): Promise<boolean> {
    const line = new AbortController();
    this.#line = line;
    const headers: Record<string, string> = { "accept-language": currentLanguage() };
    if (this.#lastId !== null) headers["last-event-id"] = this.#lastId;
    try {
      this.#hear(line);
      const response = await fetch("/api/v1/events", { headers, signal: line.signal });
      if (response.status === 401) queryClient.setQueryData(ME_KEY, null);
      if (!response.ok || !response.body) return response.status !== 401;
      await this.#drain(response.body, line);
    } catch {
      // A broken line is everyday life: it is shown as stale and tried again.
    } finally {
      clearTimeout(this.#silence);
    }
    return true;
  }

  async #drain(stream: ReadableStream<Uint8Array<ArrayBuffer>>, line: AbortController) {
    const reader = new StreamReader();
    const texts = stream.pipeThrough(new TextDecoderStream()).getReader();
    if (this.#failures > 0 && this.#lastId === null) void queryClient.invalidateQueries();
    this.#failures = 0;
    this.#set("live");
    for (;;) {
      const { done, value } = await texts.read();
      if (done) return;
      this.#hear(line);
      for (const message of reader.push(value)) this.#take(message);
    }
  }

  /** Something was heard; the next silence is counted anew. */
  #hear(line: AbortController): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => line.abort(), SILENCE);
  }

  #take({ event, data, id }: StreamMessage): void {
    if (id !== null) this.#lastId = id;
    if (event === "resync") void queryClient.invalidateQueries();
    if (!isKind(event)) return;
    const read = EVENTS[event].safeParse(readBody(data));
    if (!read.success) return;
    this.#waiting.push({ kind: event, event: read.data });
    this.#bundle ??= setTimeout(() => this.#handOn(), BUNDLE);
  }

  #handOn(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#bundle = undefined;
    for (const [kind, listeners] of this.#listeners) {
      const events = waiting.filter((one) => one.kind === kind).map((one) => one.event);
      if (events.length > 0) for (const listener of listeners) listener(events);
    }
  }

  #set(state: LiveState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const watcher of this.#watchers) watcher();
  }
}

function isKind(name: string): name is LiveKind {
  return name in EVENTS;
}

function pause(failures: number): Promise<void> {
  const longest = Math.min(SECOND * 2 ** failures, LONGEST_PAUSE);
  return new Promise((resolve) => setTimeout(resolve, longest * (0.5 + Math.random() / 2)));
}

const feed = new LiveFeed();

/** Follows the stream as long as the shell is shown. */
export function useLiveFeed(): void {
  useEffect(() => feed.start(), []);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(feed.watch, feed.state);
}

/** Hears of events of one kind, in bundles, oldest first. */
export function useLive<Kind extends LiveKind>(
  kind: Kind,
  listener: (events: LiveEvent<Kind>[]) => void,
): void {
  const hear = useEffectEvent(listener);
  useEffect(() => feed.listen(kind, (events) => hear(events as LiveEvent<Kind>[])), [kind]);
}
