import { currentLanguage } from "../lib/texts";
import { readBody } from "./client";
import { offline, type Problem, readProblem } from "./problem";

/** How far a file is: it is being made, the appliance is busy for some seconds, bytes arrive. */
export type Progress =
  | { step: "making" }
  | { step: "waiting"; seconds: number }
  | { step: "arriving"; bytes: number };

/** A file as it came. */
export type Download = { name: string; blob: Blob };

const BUSY = 503;
/** A busy appliance is asked again so often, and then it is said. */
const TRIES = 6;
const PAUSE_SECONDS = 5;

type Options = { signal?: AbortSignal; onProgress?: (progress: Progress) => void };

/** Gets a file of the appliance; a busy one is asked again when it says. */
export async function download(path: string, options: Options = {}): Promise<Download> {
  const { signal, onProgress } = options;
  for (let tries = 1; ; tries += 1) {
    onProgress?.({ step: "making" });
    const response = await reach(path, signal);
    if (response.ok) return receive(response, onProgress);
    const problem = await problemOf(response);
    if (response.status !== BUSY || tries === TRIES) throw problem;
    const seconds = Number(response.headers.get("retry-after")) || PAUSE_SECONDS;
    onProgress?.({ step: "waiting", seconds });
    await pause(seconds, signal);
  }
}

async function reach(path: string, signal: AbortSignal | undefined): Promise<Response> {
  try {
    const headers = { "accept-language": currentLanguage() };
    return await fetch(path, { headers, ...(signal && { signal }) });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw offline();
  }
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    return readProblem(response.status, readBody(await response.text()));
  } catch {
    return readProblem(response.status, undefined);
  }
}

async function receive(response: Response, onProgress: Options["onProgress"]): Promise<Download> {
  const parts: BlobPart[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) break;
    parts.push(value);
    bytes += value.length;
    onProgress?.({ step: "arriving", bytes });
  }
  const type = response.headers.get("content-type") ?? "application/octet-stream";
  const name = nameOf(response.headers.get("content-disposition") ?? "");
  return { name, blob: new Blob(parts, { type }) };
}

/** The name of a file: the one with all letters where there is one. Source: RFC 6266. */
export function nameOf(disposition: string): string {
  const wide = /filename\*=UTF-8''([^;]+)/i.exec(disposition)?.[1];
  const plain = /filename="([^"]*)"/i.exec(disposition)?.[1];
  return (wide && decoded(wide)) || plain || "download";
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text).replace(/[/\\\p{Cc}]/gu, "_");
  } catch {
    return null;
  }
}

function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, seconds * 1000);
    signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    });
  });
}

/** Hands a file to whoever looks. */
export function save({ name, blob }: Download): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
