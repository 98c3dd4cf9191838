import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sha256Hex, utf8 } from "./bytes";
import { degrees, sign, signedText } from "./canonical";
import { makeKey, publicPem } from "./keys";
import type { Draft } from "./types";

/** Made with OpenSSL; the appliance's own tests read the same files. */
const KNOWN = join(import.meta.dirname, "../../../../../tests/fixtures/proof");
const known = (name: string) => readFileSync(join(KNOWN, name), "utf8");
const RSA = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const draft: Draft = {
  key_id: "0192f7a0-0000-7000-8000-00000000000a",
  device_id: "0192f7a0-0000-7000-8000-00000000000b",
  counter: 4711,
  impression_id: "0192f7a0-0000-7000-8000-00000000000c",
  campaign_id: "0192f7a0-5b1e-7c3d-8a4f-1234567890ab",
  content_asset_id: "0192f7a0-0000-7000-8000-00000000000d",
  played_at: "2026-02-05T14:30:00Z",
  duration_actual: 28,
};

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

function spkiOf(pem: string): Uint8Array<ArrayBuffer> {
  return bytesOf(pem.replace(/-----[^-]+-----|\s/g, ""));
}

it("writes the text that was signed elsewhere, byte for byte", () => {
  const place = { lat: 10.7769, lng: -0.500001 };
  expect(signedText(draft, HASH, place)).toBe(known("play_v2.txt"));
});

it("verifies what OpenSSL signed, and hashes to the known proof", async () => {
  const spki = spkiOf(known("device_2048.pem"));
  const key = await crypto.subtle.importKey("spki", spki, RSA, false, ["verify"]);
  const signature = bytesOf(known("play_v2.sig"));
  const text = utf8(signedText(draft, HASH, { lat: 10.7769, lng: -0.500001 }));
  expect(await crypto.subtle.verify(RSA.name, key, signature, text)).toBe(true);
  const proof = new Uint8Array([...text, ...signature]);
  expect(await sha256Hex(proof)).toBe(
    "841f4f8e88366000457dd519c833506d3fb07b0f8e21376abf26911eb0615449",
  );
});

it("leaves empty lines for what is absent, and has 13 lines", () => {
  const lines = signedText(draft, HASH).split("\n");
  expect(lines).toHaveLength(13);
  expect([lines[7], lines[11], lines[12]]).toEqual(["", "", ""]);
  expect(signedText({ ...draft, variant_id: "B" }, HASH).split("\n")[7]).toBe("B");
});

it("refuses a field that would forge a line", () => {
  expect(() => signedText({ ...draft, variant_id: "B\n28" }, HASH)).toThrow("line break");
});

it("writes degrees with six decimals", () => {
  expect([0, -0.0000001, 0.000001, 90, -180, 106.700981].map(degrees)).toEqual([
    "0.000000",
    "0.000000",
    "0.000001",
    "90.000000",
    "-180.000000",
    "106.700981",
  ]);
});

it("signs with a key whose private half stays here", async () => {
  const pair = await makeKey();
  const play = await sign(draft, HASH, { id: draft.key_id, pair });
  expect(play).toMatchObject({ ...draft, signature_version: 2 });
  const spki = spkiOf(await publicPem(pair));
  const key = await crypto.subtle.importKey("spki", spki, RSA, false, ["verify"]);
  const signature = bytesOf(play.proof.device_signature);
  expect(signature).toHaveLength(256);
  const text = utf8(signedText(draft, HASH));
  expect(await crypto.subtle.verify(RSA.name, key, signature, text)).toBe(true);
  expect(pair.privateKey.extractable).toBe(false);
  await expect(crypto.subtle.exportKey("pkcs8", pair.privateKey)).rejects.toThrow();
});
