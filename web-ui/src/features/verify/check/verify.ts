import { type Bytes, base64, readUtf8, sha256, utf8 } from "../../../lib/bytes";
import { fromMicros } from "../../../lib/decimal";
import { compactJson, type Node, NotJson, readJson, spelledJson } from "./json";
import { checkIncluded, checkLeaf, checkReversal } from "./leaf";
import { checkLedger } from "./ledger";
import { type Evidence, type EvidenceFile, evidenceFile } from "./model";
import {
  formatNote,
  type Head,
  openCheckpoint,
  openSpelledCheckpoint,
  readHashes,
  readHead,
  readNote,
  verifyNote,
} from "./note";
import { formatNoteKey, type NoteKey, readNoteKey } from "./note-key";
import { checkDaily, checkReview, checkVerdict } from "./parts";
import { checkPrice, checkSplit } from "./price";
import { checkConsistency } from "./proof";
import {
  Fails,
  type Found,
  fail,
  type Judgement,
  NotChecked,
  type PartReport,
  Report,
  type Says,
  same,
  says,
} from "./report";
import { Misfit, type Read } from "./shape";
import { checkKey, checkSignature } from "./signed";

export const FORMAT = "vetrina-evidence-v1";
const LONGEST = 16 * 1024 * 1024;

/** What the reader already trusts. */
export type Trust = { logKey: NoteKey | null; olderCheckpoint: Bytes | null };

/** How a whole file was judged, and of what it is. */
export type Verdict = {
  judgement: Judgement;
  parts: readonly PartReport[];
  proved: readonly Says[];
  notProved: readonly Says[];
  evidence: Evidence | null;
};

type Opened = { read: Read<EvidenceFile>; text: string };

/** Whether the browser gives out its cryptography: not on pages without encryption. */
export function canVerify(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Checks an evidence file as `vetrina verify` does; whatever the bytes are, there is a verdict. */
export async function verify(bytes: Bytes, trust: Trust): Promise<Verdict> {
  const report = new Report();
  const opened = open(bytes);
  if (opened instanceof Fails) {
    await report.note("FORMAT", () => {
      throw opened;
    });
    return verdictOf(report, null, [], [says("not.read")]);
  }
  const { value: file, node } = opened.read;
  const { evidence } = file;
  await report.note("FORMAT", () => checkSpelling(file, node, opened.text, bytes.length));
  const key = await readLogKey(evidence).catch((problem: unknown) => problem);
  const known = isKey(key) ? key : null;
  await report.note("LOG_KEY", () => {
    if (!isKey(key)) throw key;
    return checkPinned(key, trust.logKey);
  });
  await report.note("SEAL", () => checkSeal(file, node, known));
  const deviceKey = await report.note("DEVICE_KEY", () => checkKey(evidence));
  await report.note("DEVICE_SIGNATURE", () => checkSignature(evidence, deviceKey));
  await report.note("VERDICT", () => checkVerdict(evidence));
  await report.note("PRICE", () => checkPrice(evidence));
  await report.note("SPLIT", () => checkSplit(evidence));
  await report.note("LEDGER", () => checkLedger(evidence));
  await report.note("DAILY_RECORD", () => checkDaily(evidence));
  const head = await checkLog(evidence, known, report);
  await checkOlder(evidence, head, known, trust, report);
  return told(evidence, trust, report);
}

function open(bytes: Bytes): Opened | Fails {
  if (bytes.length > LONGEST) return fail("format.long", { bytes: bytes.length });
  const text = readUtf8(bytes);
  if (text === null) return fail("format.utf8");
  try {
    return { read: evidenceFile(readJson(text), ""), text };
  } catch (problem) {
    if (problem instanceof NotJson) return fail("format.json", { at: problem.at });
    if (problem instanceof Misfit) return fail("format.member", { path: problem.path || "{}" });
    throw problem;
  }
}

function checkSpelling(file: EvidenceFile, node: Node, text: string, bytes: number): Found {
  if (file.format !== FORMAT) throw fail("format.other", { found: file.format, expected: FORMAT });
  const written = spelledJson(node);
  if (written === text) return [null, says("format.holds", { format: FORMAT, bytes })];
  let at = 0;
  while (written[at] === text[at]) at += 1;
  throw fail("format.spelling", { at });
}

/** The key that the file names; the other parts are checked with it even where another is expected. */
async function readLogKey({ log }: Evidence): Promise<NoteKey> {
  const key = await readNoteKey(log.key);
  if (key === null || formatNoteKey(key) !== log.key) throw fail("logKey.form", { key: log.key });
  same("origin", log.origin, key.name);
  return key;
}

function isKey(found: unknown): found is NoteKey {
  return typeof found === "object" && found !== null && "public" in found;
}

function checkPinned(key: NoteKey, pinned: NoteKey | null): Found {
  if (pinned === null) return [null, says("logKey.own")];
  same("logKey", formatNoteKey(key), formatNoteKey(pinned));
  return [null, says("logKey.holds")];
}

async function checkSeal(
  { evidence, seal }: EvidenceFile,
  node: Node,
  key: NoteKey | null,
): Promise<Found> {
  if (key === null) throw fail("noLogKey");
  const note = readNote(utf8(seal));
  if (formatNote(note) !== seal || note.signatures.length !== 1) throw fail("seal.form");
  const member = node instanceof Map ? (node as ReadonlyMap<string, Node>).get("evidence") : null;
  const hash = base64(await sha256(utf8(compactJson(member ?? null))));
  const isOther = note.text !== `${FORMAT}\n${evidence.impression_id}\n${hash}\n`;
  // What needs no signature is told first, so that a browser without Ed25519 says it too.
  if (isOther) throw fail("seal.other");
  await verifyNote(note, key);
  return [null, says("seal.holds")];
}

/** A root, and whether the log's key was seen to have signed it. */
type KnownHead = Head & { isSigned: boolean };

/** Leaf, checkpoint and proofs, of the play and of its reversal. */
async function checkLog(
  evidence: Evidence,
  key: NoteKey | null,
  report: Report,
): Promise<KnownHead | null> {
  await report.note("LEAF", () => checkLeaf(evidence));
  let head: KnownHead | null = null;
  await report.note("CHECKPOINT", async () => {
    if (key === null) throw fail("noLogKey");
    try {
      head = { ...(await openSpelledCheckpoint(evidence.checkpoint, key)), isSigned: true };
    } catch (problem) {
      if (problem instanceof NotChecked) {
        const bare = await readHead(readNote(utf8(evidence.checkpoint)), key);
        head = { ...bare, isSigned: false };
      }
      throw problem;
    }
    return [null, says("checkpoint.holds", { size: head.size })];
  });
  const root = head as KnownHead | null;
  await report.note("INCLUSION", () => {
    if (root === null) throw fail("inclusion.noRoot");
    return checkIncluded(evidence.leaf, root);
  });
  if (root === null) return null;
  await checkReview(evidence, report);
  await checkReversal(evidence, root, report);
  return root;
}

async function checkOlder(
  evidence: Evidence,
  head: KnownHead | null,
  key: NoteKey | null,
  { olderCheckpoint: older }: Trust,
  report: Report,
): Promise<void> {
  const { consistency } = evidence;
  if (older !== null) {
    return void (await report.note("OLDER_CHECKPOINT", () =>
      checkGrowth(evidence, older, head, key),
    ));
  }
  if (!consistency || !head) return;
  if (consistency.from <= head.size) return report.absent("OLDER_CHECKPOINT", says("older.none"));
  await report.note("OLDER_CHECKPOINT", () => {
    throw fail("older.backwards");
  });
}

/** The log of the file grew out of a checkpoint that was kept earlier. */
async function checkGrowth(
  { consistency }: Evidence,
  older: Bytes,
  head: KnownHead | null,
  key: NoteKey | null,
): Promise<Found> {
  if (head === null || key === null) throw fail("older.noRoot");
  const old = await openCheckpoint(older, key);
  if (!head.isSigned) throw new NotChecked(says("noEd25519"));
  let proof: Bytes[] = [];
  if (consistency?.from === old.size) proof = readHashes(consistency.hashes);
  else if (old.size < head.size && old.size !== 0n) throw fail("older.noProof", { size: old.size });
  await checkConsistency(old, head, proof);
  return [null, says("older.holds", { from: old.size, to: head.size })];
}

function verdictOf(
  report: Report,
  evidence: Evidence | null,
  proved: readonly Says[],
  notProved: readonly Says[],
): Verdict {
  return { judgement: report.judgement, parts: report.parts, proved, notProved, evidence };
}

/** What was proved and what was not, for people. */
function told(evidence: Evidence, trust: Trust, report: Report): Verdict {
  if (report.judgement !== "ACCEPTED") {
    const key = report.judgement === "REFUSED" ? "not.anything" : "not.checked";
    return verdictOf(report, evidence, [], [says(key)]);
  }
  const { submission, device, money, log, leaf, reversal } = evidence;
  const proved = [
    says("proved.signed", {
      key: device.key_id,
      device: submission.device_id,
      campaign: submission.campaign_id,
    }),
    says("proved.price", { cost: fromMicros(money.cost_micros), currency: money.currency }),
    says("proved.logged", { log: log.origin, index: leaf.index }),
  ];
  if (reversal) {
    const { index } = reversal.leaf;
    proved.push(says("proved.reversed", { reason: reversal.reason, index }));
  }
  if (report.of("OLDER_CHECKPOINT") === "HOLDS") proved.push(says("proved.grew"));
  return verdictOf(report, evidence, proved, notProved(evidence, trust, report));
}

function notProved({ submission, daily }: Evidence, trust: Trust, report: Report): Says[] {
  const not = [says("not.glass"), says("not.word")];
  if (submission.signature_version === 1n) not.push(says("not.version1"));
  if (trust.logKey === null) not.push(says("not.whose"));
  if (report.of("OLDER_CHECKPOINT") !== "HOLDS") not.push(says("not.growth"));
  if (report.of("DAILY_RECORD") === "ABSENT") not.push(says("not.daily"));
  else if (daily.records.some(({ hashed }) => hashed === null)) not.push(says("not.record"));
  return [...not, says("not.bank")];
}
