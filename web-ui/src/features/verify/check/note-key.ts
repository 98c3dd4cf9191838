import { type Bytes, base64, hex, joined, readBase64, sha256, utf8 } from "../../../lib/bytes";
import { NotChecked, says } from "./report";

/** The type byte of Ed25519 keys. */
const ED25519 = 1;
const LONGEST_NAME = 255;

/** The public key of a log: `name+id+base64`. */
export type NoteKey = { name: string; id: string; public: Bytes };

/** Reads a key; null where the text is none, or its id is not that of name and key. */
export async function readNoteKey(text: string): Promise<NoteKey | null> {
  if (utf8(text).length > LONGEST_NAME + 80) return null;
  const match = /^([^+]*)\+([0-9a-f]{8})\+(.*)$/s.exec(text);
  const [, name = "", id = "", key = ""] = match ?? [];
  const bytes = readBase64(key);
  if (!isKeyName(name) || bytes?.length !== 33 || bytes[0] !== ED25519) return null;
  const found = bytes.slice(1);
  return (await keyId(name, found)) === id ? { name, id, public: found } : null;
}

export function formatNoteKey({ name, id, public: key }: NoteKey): string {
  return `${name}+${id}+${base64(joined(Uint8Array.of(ED25519), key))}`;
}

/** Whether a name may stand in a signature line. */
export function isKeyName(name: string): boolean {
  const length = utf8(name).length;
  return length > 0 && length <= LONGEST_NAME && !/[\s\p{Cc}\u0085+]/u.test(name);
}

/** Tells keys apart, proves nothing. */
async function keyId(name: string, key: Bytes): Promise<string> {
  const digest = await sha256(utf8(`${name}\n`), Uint8Array.of(ED25519), key);
  return hex(digest.subarray(0, 4));
}

/** Whether the key's owner signed exactly this text; said plainly where the browser cannot tell. */
export async function verifiesNote(key: NoteKey, text: string, signature: Bytes): Promise<boolean> {
  const imported = await importKey(key);
  return crypto.subtle.verify("Ed25519", imported, signature, utf8(text));
}

async function importKey({ public: key }: NoteKey): Promise<CryptoKey> {
  try {
    return await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  } catch (problem) {
    if (problem instanceof Error && problem.name === "DataError") throw problem;
    throw new NotChecked(says("noEd25519"));
  }
}
