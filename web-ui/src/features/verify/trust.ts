import { utf8 } from "../../lib/bytes";
import { type NoteKey, readNoteKey } from "./check/note-key";
import type { Trust } from "./check/verify";

/** What a person gave to compare with, as they wrote or pasted it. */
export type Given = { logKey: string; checkpoint: string };

/** What is wrong with what was given. */
export type Wrong = "logKey" | null;

/** The key itself, or the first line of a file that holds it. */
async function readKey(text: string): Promise<NoteKey | null> {
  const [first = ""] = text.trim().split("\n");
  return readNoteKey(first.trim());
}

/** Reads what was given; an empty text stands for nothing. */
export async function readTrust({ logKey, checkpoint }: Given): Promise<Trust | Wrong> {
  const key = logKey.trim() === "" ? null : await readKey(logKey);
  if (logKey.trim() !== "" && key === null) return "logKey";
  return { logKey: key, olderCheckpoint: checkpoint.trim() === "" ? null : noteOf(checkpoint) };
}

/** A note that was pasted: lines as they are, with exactly one newline at the end. */
function noteOf(text: string) {
  return utf8(`${text.replaceAll("\r\n", "\n").trim()}\n`);
}

/** The size that a checkpoint tells in its second line; null where it tells none. */
export function sizeOf(checkpoint: string): string | null {
  const size = checkpoint.trim().split(/\r?\n/)[1]?.trim() ?? "";
  return /^\d{1,20}$/.test(size) ? size : null;
}
