import { type Bytes, hex } from "../../../lib/bytes";
import { RECORD_KINDS } from "./model";
import { fail } from "./report";

/** The version of rows that is known. */
const VERSION = 1;
/** Reasons of refusals, as many as there are words for them in the rows. */
export const CODES = 49;

/** A daily record as it is hashed, as far as it is compared. */
export type HashedRecord = {
  day: number;
  number: bigint;
  kind: (typeof RECORD_KINDS)[number];
  generatedAt: number;
  previousHash: string;
};

/** Reads a record's bytes: version of rows, then its fields in postcard, its own hash as zeros. */
export function readRecord(bytes: Bytes): HashedRecord {
  if (bytes[0] !== VERSION) throw fail("record.version");
  const reader = new Postcard(bytes.subarray(1));
  reader.number(32); // campaign
  const day = Number(reader.signed(32));
  const number = reader.number(32);
  const kind = RECORD_KINDS[Number(reader.number(32))];
  const generatedAt = Number(reader.signed(64));
  skipFigures(reader);
  const previousHash = hex(reader.bytes(32));
  const isBare = reader.bytes(32).every((byte) => byte === 0);
  if (kind === undefined || !isBare || !reader.isAtEnd) throw fail("record.spelling");
  return { day, number, kind, generatedAt, previousHash };
}

/** The figures of a day: read so that every byte is in its one spelling. */
function skipFigures(reader: Postcard): void {
  reader.number(64); // verified
  reader.number(64); // under review
  reader.map(
    () => reader.below(CODES),
    () => reader.number(64),
  );
  reader.number(64); // seconds
  reader.signed(64); // cost
  reader.number(64); // backfilled
  for (const _ of ["hourly", "hourly by local clocks"]) {
    reader.map(
      () => reader.byte(),
      () => reader.number(64),
    );
  }
  reader.map(
    () => reader.number(32),
    () => {
      reader.number(64);
      reader.number(64);
      reader.signed(64);
    },
  );
  reader.map(
    () => reader.number(32),
    () => {},
  );
  reader.map(
    () => (reader.number(32) << 32n) + reader.number(32),
    () => reader.number(64),
  );
}

/** Reads postcard: numbers of 7 bits a byte, the lowest first, in as few bytes as they need. */
class Postcard {
  #at = 0;

  constructor(readonly all: Uint8Array) {}

  get isAtEnd(): boolean {
    return this.#at === this.all.length;
  }

  byte(): bigint {
    const byte = this.all[this.#at];
    if (byte === undefined) throw fail("record.spelling");
    this.#at += 1;
    return BigInt(byte);
  }

  bytes(count: number): Uint8Array {
    const found = this.all.subarray(this.#at, this.#at + count);
    if (found.length !== count) throw fail("record.spelling");
    this.#at += count;
    return found;
  }

  number(bits: number): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.byte();
      value += (byte & 0x7fn) << shift;
      const isLong = byte === 0n && shift > 0n;
      if (isLong || value >= 1n << BigInt(bits)) throw fail("record.spelling");
      if (byte < 0x80n) return value;
    }
  }

  signed(bits: number): bigint {
    const zigzag = this.number(bits);
    return (zigzag >> 1n) ^ -(zigzag & 1n);
  }

  below(limit: number): bigint {
    const value = this.number(32);
    if (value >= BigInt(limit)) throw fail("record.spelling");
    return value;
  }

  /** Entries whose keys rise. */
  map(key: () => bigint, value: () => unknown): void {
    let before = -1n;
    for (let left = this.number(64); left > 0n; left -= 1n) {
      const found = key();
      if (found <= before) throw fail("record.spelling");
      before = found;
      value();
    }
  }
}
