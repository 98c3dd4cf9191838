import {
  type Bytes,
  base64,
  hex,
  readBase64,
  readHash,
  readUtf8,
  sameBytes,
  sha256,
  utf8,
} from "../../../lib/bytes";
import { isKeyName, type NoteKey, verifiesNote } from "./note-key";
import { fail } from "./report";

const LONGEST = 1 << 20;
const MOST_SIGNATURES = 100;
/** What a signature line begins with: an em dash and a space. */
const MARK = "\u2014 ";

type Signature = { name: string; id: string; bytes: Bytes };
/** A text and its signatures; the text means nothing before `verifyNote`. */
export type Note = { text: string; signatures: readonly Signature[] };

/** Reads a signed note (C2SP `signed-note`); nothing is verified. */
export function readNote(message: Bytes): Note {
  const given = message.length <= LONGEST ? readUtf8(message) : null;
  if (given === null || hasControls(given) || !given.endsWith("\n")) throw fail("note.form");
  const lines = given.slice(0, -1);
  const end = lines.lastIndexOf("\n\n");
  if (end < 0) throw fail("note.form");
  const signed = lines.slice(end + 2).split("\n");
  if (signed.length > MOST_SIGNATURES) throw fail("note.form");
  return { text: lines.slice(0, end + 1), signatures: signed.map(readSignature) };
}

/** The note as it is served: its one spelling. */
export function formatNote({ text, signatures }: Note): string {
  const lines = signatures.map(({ name, id, bytes }) => {
    const all = [...idBytes(id), ...bytes];
    return `${MARK}${name} ${base64(Uint8Array.from(all))}\n`;
  });
  return `${text}\n${lines.join("")}`;
}

function readSignature(line: string): Signature {
  const match = /^\u2014 (\S+) (\S+)$/.exec(line);
  const [, name = "", encoded = ""] = match ?? [];
  const bytes = readBase64(encoded);
  if (!isKeyName(name) || bytes === null || bytes.length < 5) throw fail("note.form");
  return { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4) };
}

function idBytes(id: string): number[] {
  return [0, 2, 4, 6].map((at) => Number.parseInt(id.slice(at, at + 2), 16));
}

/** No character below a space but newlines. */
function hasControls(text: string): boolean {
  return Array.from(text).some((sign) => sign < " " && sign !== "\n");
}

/** Fails unless the key signed; lines of other keys are left aside. */
export async function verifyNote(note: Note, key: NoteKey): Promise<void> {
  const own = note.signatures.filter(({ name, id }) => name === key.name && id === key.id);
  if (own.length === 0) throw fail("note.unknown");
  for (const { bytes } of own) {
    if (!(await verifiesNote(key, note.text, bytes))) {
      throw fail("note.invalid", { key: `${key.name}+${key.id}` });
    }
  }
}

/** Size and root of a log. */
export type Head = { size: bigint; root: Bytes };

/** Reads what a checkpoint says (C2SP `tlog-checkpoint`), in its one spelling. */
export async function readHead(note: Note, key: NoteKey): Promise<Head> {
  const lines = note.text.slice(0, -1).split("\n");
  const [origin = "", size = "", root = "", ...extensions] = lines;
  const bytes = readBase64(root);
  const count = /^(?:0|[1-9]\d{0,19})$/.test(size) ? BigInt(size) : -1n;
  const isRight = origin !== "" && count >= 0n && count < 1n << 64n && bytes?.length === 32;
  if (!isRight || extensions.includes("")) throw fail("checkpoint.form");
  if (count === 0n && !sameBytes(bytes, await sha256())) throw fail("checkpoint.form");
  if (origin !== key.name) throw fail("checkpoint.origin", { found: origin, expected: key.name });
  return { size: count, root: bytes };
}

/** A checkpoint that the log's key signed. */
export async function openCheckpoint(message: Bytes, key: NoteKey): Promise<Head> {
  const note = readNote(message);
  await verifyNote(note, key);
  return readHead(note, key);
}

/** The same from its text, which must be in its one spelling. */
export async function openSpelledCheckpoint(text: string, key: NoteKey): Promise<Head> {
  const head = await openCheckpoint(utf8(text), key);
  if (formatNote(readNote(utf8(text))) !== text) throw fail("checkpoint.form");
  return head;
}

/** Hashes of a proof. */
export function readHashes(texts: readonly string[]): Bytes[] {
  return texts.map(requireHash);
}

export function requireHash(text: string): Bytes {
  const hash = readHash(text);
  if (hash === null) throw fail("noHash", { text: text.slice(0, 80) });
  return hash;
}
