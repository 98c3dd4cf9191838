import { type Bytes, base64, hex, readBase64, sha256 } from "../../../lib/bytes";
import { fail } from "./report";

const LEAST_BITS = 2048;
const MOST_BITS = 8192;
/** rsaEncryption without parameters, as `SubjectPublicKeyInfo` names it. */
const RSA = "300d06092a864886f70d0101010500";
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const BIT_STRING = 0x03;

/** The RSA key of a device. */
export type DeviceKey = { der: Bytes; bits: number; fingerprint: string };

/** Reads a public key as PEM in its one spelling: `PUBLIC KEY`, RSA of 2048 to 8192 bits. */
export async function readDeviceKey(pem: string): Promise<DeviceKey> {
  const body = /^-----BEGIN PUBLIC KEY-----\n([A-Za-z0-9+/=\n]+)\n-----END PUBLIC KEY-----\n$/.exec(
    pem,
  );
  const der = readBase64((body?.[1] ?? "-").replaceAll("\n", ""));
  if (der === null || formatPem(der) !== pem) throw fail("key.spelling");
  const bits = rsaBits(der);
  if (bits === null) throw fail("key.notRsa");
  return { der, bits, fingerprint: hex(await sha256(der)) };
}

/** A public key as `openssl` writes it. */
export function formatPem(der: Bytes): string {
  const lines = base64(der).match(/.{1,64}/g) ?? [];
  return `-----BEGIN PUBLIC KEY-----\n${lines.join("\n")}\n-----END PUBLIC KEY-----\n`;
}

/** Length of the modulus; null where the bytes are no RSA key that a device may have. */
function rsaBits(der: Bytes): number | null {
  const outer = only(der, SEQUENCE);
  if (outer === null || hex(outer.subarray(0, RSA.length / 2)) !== RSA) return null;
  const string = only(outer.subarray(RSA.length / 2), BIT_STRING);
  const key = string?.[0] === 0 ? only(string.subarray(1), SEQUENCE) : null;
  const first = key && element(key, INTEGER);
  const second = first && only(first.rest, INTEGER);
  const modulus = first && natural(first.content);
  const exponent = second && natural(second);
  if (!modulus || !exponent) return null;
  const bits = modulus.toString(2).length;
  const isExponent = exponent >= 3n && exponent < 1n << 32n && (exponent & 1n) === 1n;
  return isExponent && bits >= LEAST_BITS && bits <= MOST_BITS ? bits : null;
}

/** A DER integer above zero, in its shortest form. */
function natural(content: Uint8Array): bigint | null {
  const [first, second] = content;
  if (first === undefined || first >= 0x80) return null;
  if (first === 0 && (second === undefined || second < 0x80)) return null;
  return BigInt(`0x${hex(content)}`);
}

type Element = { content: Uint8Array; rest: Uint8Array };

/** The element of a kind at the beginning, its length in the shortest form. */
function element(bytes: Uint8Array, kind: number): Element | null {
  const [tag, short] = bytes;
  if (tag !== kind || short === undefined) return null;
  const digits = short < 0x80 ? 0 : short - 0x80;
  if (digits > 2 || short === 0x80) return null;
  const length = digits === 0 ? short : Number(`0x${hex(bytes.subarray(2, 2 + digits))}`);
  if (digits > 0 && length < (digits === 1 ? 0x80 : 0x100)) return null;
  const start = 2 + digits;
  if (bytes.length < start + length) return null;
  return { content: bytes.subarray(start, start + length), rest: bytes.subarray(start + length) };
}

/** The same where nothing may follow. */
function only(bytes: Uint8Array, kind: number): Uint8Array | null {
  const found = element(bytes, kind);
  return found?.rest.length === 0 ? found.content : null;
}
