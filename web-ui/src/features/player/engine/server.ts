import type { Schema } from "../../../api/client";
import type { Manifest, Order, Play } from "./types";

const SECOND = 1000;
const REQUEST = 30 * SECOND;
const DOWNLOAD = 10 * 60 * SECOND;
const BASE = "/api/v1";

/** What came of a call. */
export type Answer<T> =
  /** Any answer of success; `body` is undefined where there was none. */
  | { is: "done"; status: number; body: T; head: Headers }
  /** The same will be refused again. */
  | { is: "refused"; status: number; error: string; message: string }
  /** The same may be taken later. */
  | { is: "later"; afterMs: number }
  /** Nothing answered; the outcome is open. */
  | { is: "silent" };

type Given = { method?: string; body?: BodyInit; type?: string; etag?: string; timeout?: number };
export type Verdict = { status: string; error?: string; message?: string };
export type Enrolled = Schema<"DeviceEnrolled">;
type Ack = { status: "OK" | "FAILED"; detail: string };
export type LogLine = {
  at: string;
  level: "INFO" | "WARN" | "ERROR";
  kind: "DEVICE" | "PLAYBACK";
  impression_id?: string;
  message: string;
};

/** Enrols a screen with its one-time token, which is the credential. */
export function enrol(token: string, publicKeyPem: string): Promise<Answer<Enrolled>> {
  const body = JSON.stringify({ enrolment_token: token, public_key_pem: publicKeyPem });
  return call("/devices/enrol", null, { method: "POST", body });
}

/** The appliance as one device sees it. */
export class Server {
  readonly #own: string;

  constructor(
    deviceId: string,
    private readonly token: string,
  ) {
    this.#own = `/devices/${deviceId}`;
  }

  self(): Promise<Answer<Schema<"DeviceView">>> {
    return this.#get(this.#own);
  }

  heartbeat(sentAt: string): Promise<Answer<Schema<"HeartbeatAnswer">>> {
    return this.#post(`${this.#own}/heartbeat`, { sent_at: sentAt });
  }

  /** The next ad; no body where nothing fits now. */
  nextAd(): Promise<Answer<Schema<"LeaseOffer"> | undefined>> {
    return this.#post(`${this.#own}/next-ad`, {});
  }

  manifest(etag: string | null): Promise<Answer<Manifest | undefined>> {
    return this.#get(`${this.#own}/manifest`, { ...(etag && { etag }) });
  }

  ackManifest(campaignId: string, status: Ack["status"], reason?: string) {
    return this.#post(`${this.#own}/manifest/ack`, { campaign_id: campaignId, status, reason });
  }

  ack(order: Order, ack: Ack): Promise<Answer<unknown>> {
    return this.#post(`${this.#own}/commands/${order.command_id}/ack`, ack);
  }

  rotateKey(publicKeyPem: string): Promise<Answer<Schema<"KeyRotated">>> {
    return this.#post(`${this.#own}/rotate-key`, { public_key_pem: publicKeyPem });
  }

  logs(entries: readonly LogLine[]): Promise<Answer<unknown>> {
    return this.#post(`${this.#own}/logs`, { entries });
  }

  submit(play: Play, sentAt: string, queued: boolean): Promise<Answer<Verdict>> {
    return this.#post("/impressions", { ...play, sent_at: sentAt, queued });
  }

  submitBatch(plays: readonly Play[], sentAt: string) {
    const items = plays.map((play) => ({ ...play, sent_at: sentAt, queued: true }));
    return this.#post<{ results: (Verdict & { index: number })[] }>("/impressions/batch", {
      items,
    });
  }

  putFrame(impressionId: string, jpeg: Blob): Promise<Answer<unknown>> {
    const given = { method: "PUT", body: jpeg, type: "image/jpeg" };
    return call(`/impressions/${impressionId}/screenshot`, this.token, given);
  }

  /** The file of an asset; null where it did not come. */
  async file(assetId: string): Promise<Blob | null> {
    try {
      const path = `/assets/${assetId}/content`;
      const response = await send(path, this.token, { timeout: DOWNLOAD });
      return response.ok ? await response.blob() : null;
    } catch {
      return null;
    }
  }

  /** The stream of commands, which stays open; null where nothing answered. */
  async commands(signal: AbortSignal): Promise<Response | null> {
    try {
      const headers = { authorization: `Bearer ${this.token}`, accept: "text/event-stream" };
      const init: RequestInit = { headers, signal, credentials: "omit", cache: "no-store" };
      return await fetch(`${BASE}${this.#own}/commands`, init);
    } catch {
      return null;
    }
  }

  #get<T>(path: string, given: Given = {}): Promise<Answer<T>> {
    return call(path, this.token, given);
  }

  #post<T>(path: string, body: unknown): Promise<Answer<T>> {
    return call(path, this.token, { method: "POST", body: JSON.stringify(body) });
  }
}

async function call<T>(path: string, token: string | null, given: Given): Promise<Answer<T>> {
  try {
    return await read<T>(await send(path, token, given));
  } catch {
    return { is: "silent" };
  }
}

/** Without the session of whoever sits at this browser: a device has its own credential. */
function send(path: string, token: string | null, given: Given): Promise<Response> {
  const { method = "GET", body, type = "application/json", etag, timeout = REQUEST } = given;
  const headers = new Headers();
  if (token !== null) headers.set("authorization", `Bearer ${token}`);
  if (body !== undefined) headers.set("content-type", type);
  if (etag !== undefined) headers.set("if-none-match", etag);
  return fetch(`${BASE}${path}`, {
    method,
    headers,
    ...(body !== undefined && { body }),
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(timeout),
  });
}

async function read<T>(response: Response): Promise<Answer<T>> {
  const { status, headers } = response;
  const text = await response.text();
  if (response.ok || status === 304) {
    return { is: "done", status, body: parsed(text) as T, head: headers };
  }
  if (status === 429 || status >= 500) return { is: "later", afterMs: waitOf(headers) };
  const { error, message } = (parsed(text) ?? {}) as Partial<Verdict>;
  return { is: "refused", status, error: error ?? `HTTP_${status}`, message: message ?? "" };
}

/** What `Retry-After` says, in milliseconds. */
export function waitOf(headers: Headers, otherwise = 5): number {
  const seconds = Number(headers.get("retry-after") ?? otherwise);
  return (Number.isFinite(seconds) && seconds > 0 ? seconds : otherwise) * SECOND;
}

function parsed(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
