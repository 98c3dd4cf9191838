import { StreamReader } from "../../../api/sse";
import type { Server } from "./server";
import type { Order } from "./types";
import { backoff, sleep } from "./waiting";

/** The appliance says something every 15 s; a longer silence is a dead line. */
const SILENCE = 40_000;

/** Hands on what the appliance tells this screen, until the work ends or the token counts no more. */
export async function follow(
  server: Server,
  signal: AbortSignal,
  obey: (order: Order) => void,
): Promise<"unknown" | "ended"> {
  let failures = 0;
  while (!signal.aborted) {
    const line = new AbortController();
    const hang = () => line.abort();
    signal.addEventListener("abort", hang);
    try {
      const response = await server.commands(line.signal);
      if (response?.status === 401) return "unknown";
      if (response?.ok && response.body) {
        failures = 0;
        await drain(response.body, line, obey);
      }
    } catch {
      // A broken line is everyday life: it is opened again.
    } finally {
      hang();
      signal.removeEventListener("abort", hang);
    }
    await sleep(backoff(failures), signal);
    failures += 1;
  }
  return "ended";
}

async function drain(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  line: AbortController,
  obey: (order: Order) => void,
): Promise<void> {
  const reader = new StreamReader();
  const texts = stream.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const silence = setTimeout(() => line.abort(), SILENCE);
    const { done, value } = await texts.read().finally(() => clearTimeout(silence));
    if (done) return;
    for (const { event, data } of reader.push(value)) {
      const order = event === "command" ? readOrder(data) : null;
      if (order) obey(order);
    }
  }
}

/** A command as it stands in an event; null where it is none. */
export function readOrder(data: string): Order | null {
  try {
    const order = JSON.parse(data) as Partial<Order>;
    const { command_id, kind, created_at, campaign_ids = [] } = order;
    if (!command_id || !kind || !created_at) return null;
    return { ...order, command_id, kind, created_at, campaign_ids };
  } catch {
    return null;
  }
}
