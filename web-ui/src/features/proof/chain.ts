import type { Schema } from "../../api/client";
import { hex, readBase64, sha256 } from "../../lib/bytes";

export type Entry = Schema<"RecordView">;
/** How an entry hangs on the one above: at the very beginning, on it, on one of other days. */
export type Link = "first" | "holds" | "outside";
export type Linked = { entry: Entry; link: Link };

const NONE = "0".repeat(64);

/** Records and supplements in the order in which they were cut, each with its link. */
export function chainOf(entries: readonly Entry[]): Linked[] {
  const sorted = entries.toSorted(
    (a, b) =>
      Date.parse(a.generated_at) - Date.parse(b.generated_at) ||
      a.date.localeCompare(b.date) ||
      a.number - b.number,
  );
  return sorted.map((entry, at) => ({ entry, link: linkOf(entry, sorted[at - 1]) }));
}

function linkOf({ previous_hash }: Entry, before: Entry | undefined): Link {
  if (previous_hash === before?.hash) return "holds";
  return previous_hash === NONE ? "first" : "outside";
}

type Content = { hash: string; content: string };

/** Which hashes are those of their bytes: computed here, from the bytes that were downloaded. */
export async function checkContents(contents: readonly Content[]): Promise<Map<string, boolean>> {
  const checked = contents.map(async ({ hash, content }) => {
    const bytes = readBase64(content);
    return [hash, bytes !== null && hex(await sha256(bytes)) === hash] as const;
  });
  return new Map(await Promise.all(checked));
}

/** Five colours of a hash, so that two places with the same one are seen at once. */
export function hues(hash: string): number[] {
  return [0, 2, 4, 6, 8].map((at) =>
    Math.round((Number.parseInt(hash.slice(at, at + 2), 16) / 256) * 360),
  );
}
