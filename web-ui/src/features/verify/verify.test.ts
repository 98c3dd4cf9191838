import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it, vi } from "vitest";
import { type Bytes, utf8 } from "../../lib/bytes";
import { DEDUCTIONS, FLAGS } from "./check/model";
import { readNoteKey } from "./check/note-key";
import { divideHalfEven } from "./check/price";
import { CODES } from "./check/record";
import type { PartName } from "./check/report";
import { parseTime, parseUuid } from "./check/text";
import { type Trust, verify } from "./check/verify";
import { checkpoint, leavesOf, type Sample, sample, seal, signer, takenBack } from "./testing";

const NOTHING: Trust = { logKey: null, olderCheckpoint: null };

afterEach(() => {
  vi.restoreAllMocks();
});

async function failuresOf(bytes: Bytes, trust = NOTHING): Promise<PartName[]> {
  const { parts, judgement } = await verify(bytes, trust);
  const failed = parts.filter(({ outcome }) => outcome === "FAILS");
  expect(judgement === "REFUSED").toBe(failed.length > 0);
  return failed.map(({ part }) => part);
}

it("accepts a good file and says what it does not prove", async () => {
  for (const evidence of [await sample(), await takenBack()]) {
    const { judgement, parts, proved, notProved } = await verify(await seal(evidence), NOTHING);
    expect(parts.filter(({ outcome }) => outcome === "FAILS")).toEqual([]);
    expect(judgement).toBe("ACCEPTED");
    const told = notProved.map(({ key }) => key);
    expect(told).toEqual(["not.glass", "not.word", "not.whose", "not.growth", "not.bank"]);
    expect(proved.some(({ key }) => key === "proved.reversed")).toBe(evidence.reversal !== null);
  }
});

type Lie = (evidence: Sample) => unknown;
const zeros = "00".repeat(32);
const first = <T>(items: readonly T[]): T => items[0] as T;

/** Lies about a play that was billed at once, and the part that shows each. */
const LIES: readonly (readonly [PartName, Lie])[] = [
  ["LOG_KEY", ({ log }) => Object.assign(log, { origin: "other.example/log" })],
  ["LOG_KEY", ({ log }) => Object.assign(log, { key: "nonsense" })],
  ["DEVICE_SIGNATURE", ({ submission }) => Object.assign(submission, { duration_actual: 30 })],
  ["DEVICE_SIGNATURE", ({ submission: one }) => Object.assign(one, { signed_text: "x" })],
  ["DEVICE_SIGNATURE", ({ submission }) => Object.assign(submission, { counter: 4712 })],
  [
    "DEVICE_SIGNATURE",
    ({ submission: one, log }) => Object.assign(one, { impression_id: idOf(log) }),
  ],
  ["DEVICE_SIGNATURE", ({ submission }) => Object.assign(submission, { proof_hash: zeros })],
  ["DEVICE_SIGNATURE", ({ submission: one }) => Object.assign(one, { device_signature: "AAAA" })],
  ["DEVICE_SIGNATURE", ({ submission: one, log }) => Object.assign(one, { key_id: idOf(log) })],
  ["DEVICE_SIGNATURE", ({ submission }) => Object.assign(submission, { signature_version: 1 })],
  ["DEVICE_KEY", ({ device, log }) => Object.assign(device, { id: idOf(log) })],
  [
    "DEVICE_KEY",
    ({ device: one }) => Object.assign(one, { public_key_pem: `${one.public_key_pem}\n` }),
  ],
  ["DEVICE_KEY", ({ device }) => Object.assign(device, { key_fingerprint: zeros })],
  [
    "DEVICE_KEY",
    ({ device: one }) => Object.assign(one, { key_valid_from: "2026-02-06T00:00:00Z" }),
  ],
  [
    "DEVICE_KEY",
    ({ device: one }) => Object.assign(one, { key_valid_until: "2026-02-05T14:30:00Z" }),
  ],
  ["VERDICT", ({ verdict }) => Object.assign(first(verdict.checks), { outcome: "FAILED" })],
  ["VERDICT", ({ verdict }) => Object.assign(verdict, { checks: [] })],
  ["VERDICT", ({ verdict }) => Object.assign(verdict, { quality: 100 })],
  ["VERDICT", ({ verdict }) => Object.assign(first(verdict.deductions), { points: 4 })],
  ["VERDICT", ({ verdict }) => verdict.flags.push("NEW_DEVICE")],
  ["PRICE", ({ price }) => Object.assign(price, { cost_micros: 78_100 })],
  ["PRICE", ({ price }) => Object.assign(price, { cpm_micros: 78_000_100 })],
  ["PRICE", ({ price }) => Object.assign(price, { traffic_percent: 150 })],
  ["PRICE", ({ price }) => Object.assign(price, { device_percent: 100 })],
  ["PRICE", ({ price }) => Object.assign(price, { priority: 9 })],
  ["PRICE", ({ price }) => Object.assign(price, { band: "BASIC" })],
  ["PRICE", ({ price }) => Object.assign(price, { base_micros: 30_000_000 })],
  ["PRICE", ({ price }) => Object.assign(price, { rates: [] })],
  ["PRICE", ({ price }) => Object.assign(price, { paid_seconds: 14 })],
  ["PRICE", ({ price }) => Object.assign(price, { full_seconds: 0 })],
  ["PRICE", ({ price }) => Object.assign(price, { mode: "FIXED_CPM" })],
  ["SPLIT", ({ money }) => Object.assign(money, { supplier_micros: 62_500 })],
  ["SPLIT", ({ money }) => Object.assign(money, { absorbed_micros: 0 })],
  ["SPLIT", ({ money }) => Object.assign(money, { currency: "EUR" })],
  ["LEDGER", ({ money }) => Object.assign(money.legs[1] as object, { amount_micros: 62_401 })],
  ["LEDGER", ({ money }) => Object.assign(first(money.legs), { amount_micros: 0 })],
  ["LEDGER", ({ money }) => money.legs.reverse()],
  ["LEDGER", ({ money }) => Object.assign(money.legs[2] as object, { credit: "external" })],
  ["LEDGER", ({ money }) => money.legs.push(first(money.legs))],
  ["DAILY_RECORD", ({ daily }) => Object.assign(daily, { day: "2026-02-06" })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(daily, { status: "LIVE" })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(first(daily.records), { hash: zeros })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(first(daily.records), { kind: "LATE" })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(first(daily.records), { previous_hash: zeros })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(first(daily.records), { number: 1 })],
  ["DAILY_RECORD", ({ daily }) => Object.assign(first(daily.records), { hashed: "AQ==" })],
  ["LEAF", ({ leaf }) => Object.assign(leaf, { entry: `${leaf.entry}\n` })],
  ["LEAF", ({ leaf }) => Object.assign(leaf, { hash: zeros })],
  ["LEAF", ({ money }) => Object.assign(money, { remaining_micros: 1 })],
  ["LEAF", ({ verdict }) => Object.assign(verdict, { received_at: "2026-02-05T14:30:02.001Z" })],
  ["LEAF", ({ device, log }) => Object.assign(device, { store_id: idOf(log) })],
  ["LEAF", ({ submission }) => Object.assign(submission, { queued: true })],
  ["LEAF", ({ submission }) => Object.assign(submission, { sent_at: null })],
  ["LEAF", ({ verdict }) => Object.assign(verdict, { ab_test: 1 })],
  ["LEAF", ({ submission }) => Object.assign(submission, { lng_microdegrees: null })],
  ["INCLUSION", ({ leaf }) => Object.assign(leaf, { index: 6 })],
  ["INCLUSION", ({ leaf }) => leaf.inclusion.pop()],
  ["INCLUSION", ({ leaf }) => leaf.inclusion.splice(0, 1, zeros)],
  ["INCLUSION", ({ leaf }) => leaf.inclusion.splice(0, 1, first(leaf.inclusion).toUpperCase())],
  ["CHECKPOINT", (e) => Object.assign(e, { checkpoint: e.checkpoint.replace("\n11\n", "\n12\n") })],
  ["CHECKPOINT", (e) => Object.assign(e, { checkpoint: `${e.checkpoint}\n` })],
  ["OLDER_CHECKPOINT", (e) => Object.assign(e.consistency ?? {}, { from: 12 })],
];

/** Lies about a play that was held, approved and taken back. */
const LATER_LIES: readonly (readonly [PartName, Lie])[] = [
  ["REVIEW", ({ review }) => Object.assign(review ?? {}, { decided_at: "1970-01-01T00:00:00Z" })],
  ["REVIEW", ({ review }) => Object.assign(review ?? {}, { status: "REJECTED" })],
  ["REVERSAL", ({ reversal }) => Object.assign(reversal ?? {}, { reason: "CHARGEBACKS" })],
  ["REVERSAL", ({ reversal }) => Object.assign(reversal?.leaf ?? {}, { index: 2 })],
  ["LEDGER", ({ money }) => money.legs.splice(5, 1)],
  ["LEDGER", (evidence) => Object.assign(evidence, { reversal: null })],
];

function idOf(_: unknown): string {
  return "0192f7a0-0000-7000-8000-000000000001";
}

it("names the part that lies, although the appliance sealed its lie", async () => {
  for (const [make, lies] of [
    [sample, LIES],
    [takenBack, LATER_LIES],
  ] as const) {
    const honest = await make();
    for (const [at, [part, lie]] of lies.entries()) {
      const evidence = structuredClone(honest);
      lie(evidence);
      const found = await failuresOf(await seal(evidence));
      expect(found, `lie ${at}`).toContain(part);
    }
  }
});

it("notices every byte that was changed after the seal", async () => {
  const good = await seal(await sample());
  const step = 97;
  for (let at = 0; at < good.length; at += step) {
    const changed = good.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect((await failuresOf(changed)).length, `byte ${at}`).toBeGreaterThan(0);
  }
});

it("reads a file in its one spelling only", async () => {
  const good = new TextDecoder().decode(await seal(await sample()));
  const spoiled = [
    JSON.stringify(JSON.parse(good)),
    good.trimEnd(),
    `${good}\n`,
    ` ${good}`,
    `\ufeff${good}`,
    good.replace('"queued": false', '"queued": false,\n      "more": 1'),
    good.replace("ả", "\\u1ea3"),
    good.replace('"lease_id": null,\n', ""),
    good.replace("14:30:02Z", "14:30:02.000Z"),
    good.replace('vetrina-evidence-v1",', 'vetrina-evidence-v2",'),
    good.replace('"variant_id": null,', '"variant_id": null,\n      "variant_id": null,'),
    good.replace('"counter": 4711', '"counter": 4711.0'),
    good.replace('"priority": 5', '"priority": 256'),
    "",
    "{}",
    "null",
    good.slice(0, good.length / 2),
  ];
  for (const [at, text] of spoiled.entries()) {
    expect(text).not.toBe(good);
    expect(await failuresOf(utf8(text)), String(at)).toContain("FORMAT");
  }
  expect(await failuresOf(new Uint8Array(40).fill(255))).toEqual(["FORMAT"]);
  const doubled = good.replace(/(\\u2014 |— )([^"\\]*)\\n"/, '$1$2\\n$1$2\\n"');
  expect(await failuresOf(utf8(doubled))).toContain("SEAL");
});

it("proves more with a key from elsewhere and an older checkpoint", async () => {
  const evidence = await sample();
  const bytes = await seal(evidence);
  const leaves = await leavesOf(evidence);
  const others = leaves.map(() => leaves[0] ?? utf8(""));
  const key = async (seed: number) => readNoteKey((await signer("test.example/log", seed)).text);
  const cases = [
    [5, await checkpoint(leaves, 8), []],
    [5, await checkpoint(leaves), []],
    [6, null, ["LOG_KEY"]],
    [null, await checkpoint(leaves, 7), ["OLDER_CHECKPOINT"]],
    [null, await checkpoint(others, 8), ["OLDER_CHECKPOINT"]],
    [null, await checkpoint(others), ["OLDER_CHECKPOINT"]],
    [null, await checkpoint([...leaves, ...leaves], 12), ["OLDER_CHECKPOINT"]],
    [null, await checkpoint(leaves, 8, 6), ["OLDER_CHECKPOINT"]],
    [null, "no checkpoint\n", ["OLDER_CHECKPOINT"]],
  ] as const;
  for (const [at, [seed, older, fails]] of cases.entries()) {
    const trust = {
      logKey: seed === null ? null : await key(seed),
      olderCheckpoint: older === null ? null : utf8(older),
    };
    expect(await failuresOf(bytes, trust), String(at)).toEqual(fails);
  }
});

/** Of an appliance: a play by version 1 that was held and approved, with record and supplement. */
it("accepts what an appliance gave out, and no digit of it changed", async () => {
  const read = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", name), "utf8");
  const given = read("play.evidence");
  const { log } = JSON.parse(given).evidence;
  const trust = {
    logKey: await readNoteKey(log.key),
    olderCheckpoint: utf8(read("checkpoint-510.txt")),
  };
  const { judgement, parts, notProved } = await verify(utf8(given), trust);
  expect(parts.filter(({ outcome }) => outcome === "FAILS")).toEqual([]);
  expect(judgement).toBe("ACCEPTED");
  expect(parts.filter(({ outcome }) => outcome === "ABSENT").map(({ part }) => part)).toEqual([
    "REVERSAL",
  ]);
  expect(notProved.map(({ key }) => key)).toEqual([
    "not.glass",
    "not.word",
    "not.version1",
    "not.bank",
  ]);
  const digits = [...given.matchAll(/\d/g)].map(({ index }) => index);
  for (const at of digits.filter((_, place) => place % 151 === 0)) {
    const other = String((Number(given[at]) + 1) % 10);
    const changed = given.slice(0, at) + other + given.slice(at + 1);
    expect((await failuresOf(utf8(changed))).length, `character ${at}`).toBeGreaterThan(0);
  }
});

it("accepts nothing where the browser lacks Ed25519, and says so", async () => {
  const imports = crypto.subtle.importKey.bind(crypto.subtle);
  vi.spyOn(crypto.subtle, "importKey").mockImplementation(((
    ...given: Parameters<typeof imports>
  ) => {
    if (given[2] === "Ed25519") throw new DOMException("unknown", "NotSupportedError");
    return imports(...given);
  }) as typeof imports);
  const good = await verify(await seal(await sample()), NOTHING);
  expect(good.judgement).toBe("NOT_VERIFIED");
  const missing = good.parts.filter(({ outcome }) => outcome === "NOT_CHECKED");
  expect(missing.map(({ part }) => part)).toEqual(["SEAL", "CHECKPOINT"]);
  const lied = await sample();
  lied.leaf.index = 6;
  expect(await failuresOf(await seal(lied))).toContain("INCLUSION");
});

it("reads times and ids as the appliance does", () => {
  const moment = Date.parse("2026-02-05T14:30:00Z");
  for (const text of [
    "2026-02-05T14:30:00Z",
    "2026-02-05t14:30:00.0009z",
    "2026-02-05 21:30:00+07:00",
    "2026-02-05T14:30:00-00:00",
    "2026-02-05T14:30Z",
  ]) {
    expect(parseTime(text), text).toBe(moment);
  }
  for (const text of ["", "2026-02-30T00:00:00Z", "2026-02-05T14:30:00", "1969-12-31T23:59:59Z"]) {
    expect(parseTime(text), text).toBeNull();
  }
  const id = "0192f7a0-0000-7000-8000-00000000000a";
  for (const text of [id, id.toUpperCase(), `{${id}}`, `urn:uuid:${id}`, id.replaceAll("-", "")]) {
    expect(parseUuid(text)).toBe(id);
  }
  expect(parseUuid(`${id}0`)).toBeNull();
});

it("rounds a tie to the even number", () => {
  const rounded = [1n, 3n, 5n, -1n, -3n].map((number) => divideHalfEven(number, 2n));
  expect(rounded).toEqual([0n, 2n, 2n, 0n, -2n]);
});

const source = (path: string) =>
  readFileSync(join(import.meta.dirname, "../../../../src/domain", path), "utf8");

function variants(path: string, name: string): string[] {
  const [, members = ""] = new RegExp(`pub enum ${name} \\{([^}]*)\\}`).exec(source(path)) ?? [];
  return [...members.matchAll(/^ {4}(\w+),$/gm)].map(([, variant = ""]) =>
    variant.replace(/(?<!^)([A-Z])/g, "_$1").toUpperCase(),
  );
}

it("knows the same words in the same order as the appliance", () => {
  expect(variants("refusal.rs", "Code")).toHaveLength(CODES);
  expect(variants("impression/fraud.rs", "Flag")).toEqual(FLAGS);
  const words = DEDUCTIONS.map(([word]) => word);
  expect(variants("impression/quality.rs", "Deduction")).toEqual(words);
  const points = source("impression/quality.rs").matchAll(/Deduction::(\w+), (\d+)\)/g);
  const table = new Map(
    [...points].map(([, name = "", count = ""]) => [name.toUpperCase(), count]),
  );
  for (const [word, count] of DEDUCTIONS) {
    expect(table.get(word.replaceAll("_", "")), word).toBe(String(count));
  }
});
