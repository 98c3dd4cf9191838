import { type Head, openSpelledCheckpoint, readHashes } from "./check/note";
import { readNoteKey } from "./check/note-key";
import { checkConsistency } from "./check/proof";
import { Fails, NotChecked, type Says, says } from "./check/report";

type Signed = { size: number; checkpoint: string };
/** How the check of a log's growth ended. */
export type Growth =
  | { outcome: "GREW"; all: number; from: string; to: string }
  | { outcome: "BROKE"; size: number; why: Says }
  | { outcome: "CANNOT" };

/** So many checkpoints are looked at, spread evenly, the first and the newest among them. */
export const LOOKED_AT = 24;

/** Some of many, spread evenly, with the first and the last. */
export function spread<T>(all: readonly T[], count: number): T[] {
  if (all.length <= count) return [...all];
  const step = (all.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, at) => all[Math.round(at * step)]).filter(
    (one): one is T => one !== undefined,
  );
}

/** Checks the signature of each checkpoint, and that each tree grew out of the one before. */
export async function checkGrowth(
  keyText: string,
  checkpoints: readonly Signed[],
  proofOf: (from: number, to: number) => Promise<readonly string[]>,
  onDone: (done: number) => void,
): Promise<Growth> {
  const key = await readNoteKey(keyText);
  let before: Head | null = null;
  let first: Head | null = null;
  for (const [done, { size, checkpoint }] of checkpoints.entries()) {
    try {
      if (key === null) throw new Fails(says("noLogKey"));
      const head = await openSpelledCheckpoint(checkpoint, key);
      first ??= head;
      if (before) {
        const trivial = before.size === 0n || before.size >= head.size;
        const proof = trivial ? [] : await proofOf(Number(before.size), Number(head.size));
        await checkConsistency(before, head, readHashes(proof));
      }
      before = head;
    } catch (problem) {
      if (problem instanceof NotChecked) return { outcome: "CANNOT" };
      if (problem instanceof Fails) return { outcome: "BROKE", size, why: problem.says };
      throw problem;
    }
    onDone(done + 1);
  }
  return {
    outcome: "GREW",
    all: checkpoints.length,
    from: String(first?.size ?? 0),
    to: String(before?.size ?? 0),
  };
}
