/** A word that is the same when a call is made again because nobody knows how it ended. */
const HEADER = "idempotency-key";
/**
 * Deeds that would be done twice: money that is booked each time it is asked for. A status knows itself
 * whether it was changed; a stop or pause that is asked for again must never be taken for the one before.
 */
const BOOKED = /\/(?:deposits|withdrawals|credits|top-up)$/;
/** Milliseconds after which the same words are another deed. */
const LASTS = 10 * 60_000;

const keyOf = new Map<string, { key: string; until: number }>();

function newKey(): string {
  // Not randomUUID: a page without https does not have it.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Gives a deed its key. Where the answer to the same call was lost, the key of then is used again, so that
 * the appliance does it once.
 */
export async function nameDeed(request: Request): Promise<void> {
  const isData = (request.headers.get("content-type") ?? "").includes("json");
  const isBooked = BOOKED.test(new URL(request.url).pathname);
  if (request.method !== "POST" || !isData || !isBooked) return;
  const name = `${request.url}\n${await request.clone().text()}`;
  const now = Date.now();
  const kept = keyOf.get(name);
  const deed = kept && kept.until > now ? kept : { key: newKey(), until: now + LASTS };
  keyOf.set(name, deed);
  request.headers.set(HEADER, deed.key);
}

/** Forgets the key of a deed whose outcome is known: the next one like it is another deed. */
export function endDeed(request: Request, status: number): void {
  const key = request.headers.get(HEADER);
  if (key === null || status >= 500) return;
  for (const [name, deed] of keyOf) if (deed.key === key) keyOf.delete(name);
}
