import { createPrivateKey, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Bytes, base64, hex, joined, readBase64, sha256, utf8 } from "../../lib/bytes";
import { compactJson, isMembers, type Node, spelledJson } from "./check/json";
import { leafHash } from "./check/proof";

/** Files of the appliance's own tests. */
const FIXTURES = join(import.meta.dirname, "../../../../tests/fixtures/proof");
const LOG = "test.example/log";
const id = (last: string) => `0192f7a0-0000-7000-8000-${last.padStart(12, "0")}`;
const CAMPAIGN = "0192f7a0-5b1e-7c3d-8a4f-1234567890ab";
/** The play's leaf, and all leaves. */
const INDEX = 5;
const SIZE = 11;
const REVERSAL_INDEX = 9;

export function fixture(name: string): string {
  return readFileSync(join(FIXTURES, name), "utf8");
}

/** The key of an Ed25519 seed of 32 equal bytes. */
function pair(byte: number) {
  const head = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([head, Buffer.alloc(32, byte)]);
  const secret = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const jwk = secret.export({ format: "jwk" });
  return { secret, public: new Uint8Array(Buffer.from(jwk.x ?? "", "base64url")) };
}

/** The text of the key, and what signs notes in its name. */
export async function signer(name: string = LOG, byte = 5) {
  const key = pair(byte);
  const typed = joined(Uint8Array.of(1), key.public);
  const keyId = (await sha256(utf8(`${name}\n`), typed)).subarray(0, 4);
  const note = (text: string) => {
    const signature = new Uint8Array(sign(null, utf8(text), key.secret));
    return `${text}\n\u2014 ${name} ${base64(joined(keyId, signature))}\n`;
  };
  return { text: `${name}+${hex(keyId)}+${base64(typed)}`, note };
}

function nodeOf(value: unknown): Node {
  if (typeof value === "number") return BigInt(value);
  if (Array.isArray(value)) return value.map(nodeOf);
  if (typeof value !== "object" || value === null) return value as Node;
  return new Map(Object.entries(value).map(([name, member]) => [name, nodeOf(member)]));
}

/** Seals evidence as the appliance does; the bytes of the file. */
export async function seal(evidence: unknown): Promise<Bytes> {
  const node = nodeOf(evidence);
  const hash = base64(await sha256(utf8(compactJson(node))));
  const play = isMembers(node) ? String(node.get("impression_id")) : "";
  const { note } = await signer();
  const sealed = note(`vetrina-evidence-v1\n${play}\n${hash}\n`);
  const file = new Map<string, Node>([
    ["format", "vetrina-evidence-v1"],
    ["evidence", node],
    ["seal", sealed],
  ]);
  return utf8(spelledJson(file));
}

/** The whole tree above leaves, and its proofs, by the definitions of RFC 6962. */
async function rootOf(leaves: readonly Bytes[]): Promise<Bytes> {
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  const half = split(leaves.length);
  const parts = [await rootOf(leaves.slice(0, half)), await rootOf(leaves.slice(half))] as const;
  return sha256(Uint8Array.of(1), ...parts);
}

function split(count: number): number {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
}

async function inclusion(leaves: readonly Bytes[], index: number): Promise<Bytes[]> {
  if (leaves.length === 1) return [];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return index < half
    ? [...(await inclusion(left, index)), await rootOf(right)]
    : [...(await inclusion(right, index - half)), await rootOf(left)];
}

export async function consistency(
  leaves: readonly Bytes[],
  old: number,
  isWhole = true,
): Promise<Bytes[]> {
  if (old === leaves.length) return isWhole ? [] : [await rootOf(leaves)];
  const half = split(leaves.length);
  const [left, right] = [leaves.slice(0, half), leaves.slice(half)];
  return old <= half
    ? [...(await consistency(left, old, isWhole)), await rootOf(right)]
    : [...(await consistency(right, old - half, false)), await rootOf(left)];
}

/** The leaves of the log that the samples are in. */
export async function leavesOf(evidence: Sample): Promise<Bytes[]> {
  const others = Array.from({ length: SIZE }, (_, at) => leafHash(`leaf ${at}`));
  const leaves = await Promise.all(others);
  leaves[INDEX] = await leafHash(evidence.leaf.entry);
  const reversal = evidence.reversal?.leaf.entry;
  if (reversal) leaves[REVERSAL_INDEX] = await leafHash(reversal);
  return leaves;
}

export async function checkpoint(leaves: readonly Bytes[], size = leaves.length, byte = 5) {
  const root = base64(await rootOf(leaves.slice(0, size)));
  return (await signer(LOG, byte)).note(`${LOG}\n${size}\n${root}\n`);
}

/** Puts the play, and its reversal, into a log, and writes down the proofs. */
async function logged(evidence: Sample): Promise<Sample> {
  const leaves = await leavesOf(evidence);
  const part = async (index: number, entry: string): Promise<SampleLeaf> => ({
    index,
    entry,
    hash: hex(await leafHash(entry)),
    inclusion: (await inclusion(leaves, index)).map(hex),
  });
  const { reversal } = evidence;
  return {
    ...evidence,
    checkpoint: await checkpoint(leaves),
    consistency: { from: 8, hashes: (await consistency(leaves, 8)).map(hex) },
    leaf: await part(INDEX, evidence.leaf.entry),
    reversal: reversal && {
      ...reversal,
      leaf: await part(REVERSAL_INDEX, reversal.leaf.entry),
    },
  };
}

type SampleLeaf = { index: number; entry: string; hash: string; inclusion: string[] };
const unplaced = (entry: string): SampleLeaf => ({ index: 0, entry, hash: "", inclusion: [] });

const SCREENSHOT = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const leg = (debit: string, credit: string, amount_micros: number, kind = "PLAY") => ({
  debit,
  credit,
  amount_micros,
  kind,
  at: "2026-02-05T14:30:02Z",
  transfer_id: kind === "PLAY" ? null : (id("77") as string | null),
});
const escrow = `campaign:${CAMPAIGN}:escrow`;
const hold = `campaign:${CAMPAIGN}:review_hold`;
const pending = `supplier:${id("f")}:pending`;

/** A record of one verified play, as it is hashed. */
async function record() {
  const figures = [1, ...Array(10).fill(0)];
  const moment = varint(BigInt(Date.parse("2026-02-06T00:00:00Z")) * 2n);
  const day = varint(BigInt(Date.parse("2026-02-05T00:00:00Z") / 86_400_000) * 2n);
  const previous = Array(32).fill(7);
  const zeros = Array(32).fill(0);
  const bytes = Uint8Array.from([1, 3, ...day, 0, 0, ...moment, ...figures, ...previous, ...zeros]);
  return {
    number: 0,
    kind: "RECORD",
    generated_at: "2026-02-06T00:00:00Z",
    previous_hash: "07".repeat(32),
    hash: hex(await sha256(bytes)),
    hashed: base64(bytes) as string | null,
  };
}

function varint(value: bigint): number[] {
  const low = Number(value & 0x7fn);
  return value < 0x80n ? [low] : [low | 0x80, ...varint(value >> 7n)];
}

function leafEntry(proof: string, flags: number, reviewed: number): string {
  return `vetrina-play-leaf-v1
impression ${id("c")}
campaign ${CAMPAIGN}
device ${id("b")}
store ${id("e")}
supplier ${id("f")}
asset ${id("d")}
key ${id("a")}
key_named ${id("a")}
signature_version 2
counter 4711
lease${" "}
variant${" "}
ab_test${" "}
ab_variant${" "}
test_run${" "}
played_at 1770301800000
received_at 1770301802000
sent_at 1770301801500
queued 0
delayed 0
duration_expected 30
duration_actual 28
lat 10776900
lng -500001
screenshot ${SCREENSHOT}
raw_campaign${" "}
raw_played_at${" "}
raw_screenshot${" "}
quality 95
deductions 512
flags ${flags}
reviewed ${reviewed}
peak 1
rate_version 1
cpm 78000000
cost 78000
charged 70000
absorbed 8000
supplier_share 62400
remaining 0
proof ${proof}
`;
}

const RATES = [
  ["PREMIUM_MALL", 50, 30],
  ["SHOPPING_MALL", 40, 25],
  ["SUPERMARKET", 35, 20],
  ["DEPARTMENT_STORE", 30, 18],
  ["CONVENIENCE_STORE", 25, 15],
  ["GAS_STATION", 20, 12],
  ["RESTAURANT", 18, 12],
  ["OTHER", 15, 10],
] as const;

export type Sample = Awaited<ReturnType<typeof unlogged>>;

/** A play that was billed at once: the sample of the appliance's own tests. */
export async function sample(): Promise<Sample> {
  return logged(await unlogged());
}

async function unlogged() {
  const text = fixture("play_v2.txt");
  const signature = fixture("play_v2.sig").trim();
  const pem = fixture("device_2048.pem");
  const proof = hex(await sha256(utf8(text), readBase64(signature) ?? utf8("")));
  const der = readBase64(pem.replace(/-----[^-]+-----|\n/g, "")) ?? utf8("");
  return {
    impression_id: id("c"),
    made_at: "2026-02-06T08:00:00Z",
    log: { origin: LOG, key: (await signer()).text },
    submission: {
      signature_version: 2,
      impression_id: id("c"),
      device_id: id("b"),
      campaign_id: CAMPAIGN,
      content_asset_id: id("d"),
      variant_id: null,
      played_at: "2026-02-05T14:30:00Z",
      duration_actual: 28,
      screenshot_hash: SCREENSHOT,
      lat_microdegrees: 10_776_900,
      lng_microdegrees: -500_001 as number | null,
      key_id: id("a"),
      counter: 4711,
      sent_at: "2026-02-05T14:30:01.500Z" as string | null,
      queued: false,
      lease_id: null,
      signed_text: text,
      device_signature: signature,
      proof_hash: proof,
    },
    device: {
      id: id("b"),
      name: "Sảnh chính",
      store_id: id("e"),
      store_name: "Vincom Center",
      supplier_id: id("f"),
      key_id: id("a"),
      public_key_pem: pem,
      key_fingerprint: hex(await sha256(der)),
      key_valid_from: "2026-02-01T00:00:00Z",
      key_valid_until: null as string | null,
      enrolment: [{ action: "device.create", at: "2026-02-01T00:00:00Z", by: "Ann" }],
    },
    verdict: {
      received_at: "2026-02-05T14:30:02Z",
      status: "VERIFIED",
      checks: [{ check: "signature", outcome: "PASSED" }],
      duration_expected: 30,
      delayed: false,
      quality: 95,
      deductions: [{ reason: "PLAYED_BELOW95_PERCENT", points: 5 }],
      flags: [] as string[],
      ab_test: null as number | null,
      ab_variant: null,
      test_run: null,
    },
    price: {
      mode: "RATE_CARD",
      rate_version: 1,
      rates_effective_at: "1970-01-01T00:00:00Z",
      rates: RATES.map(([category, peak, offPeak]) => ({
        category,
        peak_micros: peak * 1_000_000,
        off_peak_micros: offPeak * 1_000_000,
      })),
      category: "PREMIUM_MALL",
      is_peak: true,
      base_micros: 50_000_000,
      daily_foot_traffic: 8000,
      traffic_percent: 120,
      screen_inches_x10: 550,
      screen_width: 3840,
      screen_height: 2160,
      device_percent: 130,
      paid_seconds: 15,
      full_seconds: 15,
      priority: 5,
      priority_percent: 100,
      band: "PREMIUM",
      quality_percent: 100,
      cpm_micros: 78_000_000,
      cost_micros: 78_000,
    },
    money: {
      currency: "USD",
      cost_micros: 78_000,
      charged_micros: 70_000,
      absorbed_micros: 8_000,
      supplier_percent: 80,
      supplier_micros: 62_400,
      platform_micros: 15_600,
      remaining_micros: 0,
      legs: [
        leg("platform:absorbed", escrow, 8_000),
        leg(escrow, pending, 62_400),
        leg(escrow, "platform:revenue", 15_600),
      ],
    },
    daily: { day: "2026-02-05", status: "FINAL", records: [await record()] },
    leaf: unplaced(leafEntry(proof, 0, 0)),
    review: null as { decided_at: string; status: string; [name: string]: string | null } | null,
    reversal: null as { reason: string; decided_at: string; leaf: SampleLeaf } | null,
    checkpoint: "",
    consistency: null as { from: number; hashes: string[] } | null,
  };
}

/** The same held for review, approved, then taken back. */
export async function takenBack(): Promise<Sample> {
  const evidence = await unlogged();
  const proof = evidence.submission.proof_hash;
  const reversed = [
    "vetrina-reversal-leaf-v1",
    `impression ${id("c")}`,
    `play_leaf ${INDEX}`,
    "reason CHARGEBACK",
    `decided_at ${Date.parse("2026-02-20T09:00:00Z")}`,
    `proof ${proof}\n`,
  ];
  return logged({
    ...evidence,
    verdict: { ...evidence.verdict, status: "UNDER_REVIEW", flags: ["NEW_DEVICE"] },
    money: {
      ...evidence.money,
      legs: [
        leg("platform:absorbed", escrow, 8_000),
        leg(escrow, hold, 78_000),
        leg(hold, pending, 62_400, "SUPPLIER_SHARE"),
        leg(hold, "platform:revenue", 15_600, "PLATFORM_SHARE"),
        leg(pending, escrow, 62_400, "CHARGEBACK"),
        leg("platform:revenue", escrow, 7_600, "CHARGEBACK"),
        leg("platform:revenue", "platform:absorbed", 8_000, "CHARGEBACK"),
      ],
    },
    review: {
      status: "VERIFIED",
      reason: null,
      decided_at: "2026-02-06T14:30:02Z",
      decided_by: "system",
      note: null,
    },
    leaf: unplaced(leafEntry(proof, 8, 1)),
    reversal: {
      reason: "CHARGEBACK",
      decided_at: "2026-02-20T09:00:00Z",
      leaf: unplaced(reversed.join("\n")),
    },
  });
}
