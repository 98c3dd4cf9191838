import { type Bytes, sameBytes, sha256, utf8 } from "../../../lib/bytes";
import type { Head } from "./note";
import { fail } from "./report";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(entry: string): Promise<Bytes> {
  return sha256(LEAF, utf8(entry));
}

function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(NODE, left, right);
}

/** The way from a node up to the root: its place in a level, and the place of the level's last. */
class Walk {
  constructor(
    private place: bigint,
    public last: bigint,
  ) {}

  /** Takes one hash: on which side it belongs; null when the root is reached already. */
  step(): "left" | "right" | null {
    if (this.last === 0n) return null;
    const isRight = (this.place & 1n) === 0n && this.place !== this.last;
    // A last node without a sibling goes up unchanged until it is a right child.
    if (!isRight) while ((this.place & 1n) === 0n && this.place !== 0n) this.up();
    this.up();
    return isRight ? "right" : "left";
  }

  up(): void {
    this.place >>= 1n;
    this.last >>= 1n;
  }
}

/** Fails unless the leaf with this hash is the tree's leaf of this number (RFC 9162, 2.1.3.2). */
export async function checkInclusion(
  head: Head,
  index: bigint,
  leaf: Bytes,
  proof: readonly Bytes[],
): Promise<void> {
  if (index >= head.size) throw fail("proof.noLeaf", { index, size: head.size });
  const walk = new Walk(index, head.size - 1n);
  let root = leaf;
  for (const sibling of proof) {
    const side = walk.step();
    if (side === null) throw wrongLength(proof);
    root = side === "left" ? await nodeHash(sibling, root) : await nodeHash(root, sibling);
  }
  if (walk.last !== 0n) throw wrongLength(proof);
  if (!sameBytes(root, head.root)) throw fail("proof.root");
}

/** Fails unless the newer tree begins with all leaves of the older one (RFC 9162, 2.1.4.2). */
export async function checkConsistency(
  old: Head,
  now: Head,
  proof: readonly Bytes[],
): Promise<void> {
  if (old.size > now.size) throw fail("proof.shrunk", { old: old.size, now: now.size });
  if (old.size === 0n || old.size === now.size) return checkTrivial(old, now, proof);
  // A complete older tree is a node of the newer one, so the proof leaves its root out.
  const isComplete = (old.size & (old.size - 1n)) === 0n;
  const [first, ...rest] = isComplete ? [old.root, ...proof] : proof;
  if (first === undefined) throw wrongLength(proof);
  const walk = new Walk(old.size - 1n, now.size - 1n);
  for (let left = old.size - 1n; (left & 1n) === 1n; left >>= 1n) walk.up();
  let [oldRoot, root] = [first, first];
  for (const hash of rest) {
    const side = walk.step();
    if (side === null) throw wrongLength(proof);
    if (side === "left") {
      oldRoot = await nodeHash(hash, oldRoot);
      root = await nodeHash(hash, root);
    } else {
      root = await nodeHash(root, hash);
    }
  }
  if (walk.last !== 0n) throw wrongLength(proof);
  if (!sameBytes(oldRoot, old.root)) throw fail("proof.oldRoot");
  if (!sameBytes(root, now.root)) throw fail("proof.root");
}

/** Trees of the same size, or an empty older one: nothing to prove but the roots themselves. */
function checkTrivial(old: Head, now: Head, proof: readonly Bytes[]): void {
  if (old.size === now.size && !sameBytes(old.root, now.root)) throw fail("proof.root");
  if (proof.length > 0) throw wrongLength(proof);
}

function wrongLength(proof: readonly Bytes[]) {
  return fail("proof.length", { found: proof.length });
}
