/** A word that is the same when a call is made again because nobody knows how it ended. */
const HEADER = "idempotency-key";

const keyOf = new Map<string, string>();

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
  if (request.method !== "POST" || !isData) return;
  const name = `${request.url}\n${await request.clone().text()}`;
  const key = keyOf.get(name) ?? newKey();
  keyOf.set(name, key);
  request.headers.set(HEADER, key);
}

/** Forgets the key of a deed whose outcome is known: the next one like it is another deed. */
export function endDeed(request: Request, status: number): void {
  const key = request.headers.get(HEADER);
  if (key === null || status >= 500) return;
  for (const [name, one] of keyOf) if (one === key) keyOf.delete(name);
}
