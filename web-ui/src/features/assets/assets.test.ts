import { expect, it } from "vitest";
import { checksOf, type FileFacts, isHopeless } from "./checks";
import { endOfDay, licenceTone } from "./licence";
import { hashOf } from "./probe";

const PICTURE: FileFacts = {
  type: "image/jpeg",
  bytes: 500_000,
  width: 1920,
  height: 1080,
  seconds: null,
};

function failed(part: Partial<FileFacts>): string[] {
  const checks = checksOf({ ...PICTURE, ...part });
  return checks.filter(({ passed }) => passed === false).map(({ name }) => name);
}

it.each<[Partial<FileFacts>, string[]]>([
  [{}, []],
  [{ width: 1080, height: 1920 }, []],
  [{ width: 3840, height: 2160 }, []],
  [{ width: 1919 }, ["pixels"]],
  [{ width: 1920, height: 1079 }, ["pixels"]],
  [{ width: null }, []],
  [{ type: "image/gif" }, ["type"]],
  [{ type: "" }, ["type"]],
  [{ bytes: 52_428_800 }, []],
  [{ bytes: 52_428_801 }, ["size"]],
  [{ bytes: 0 }, ["size"]],
  [{ type: "video/mp4", seconds: 9.4 }, ["length"]],
  [{ type: "video/mp4", seconds: 9.5 }, []],
  [{ type: "video/mp4", seconds: 60 }, []],
  [{ type: "video/mp4", seconds: 61 }, ["length"]],
  [{ type: "video/mp4", seconds: null }, []],
])("a file like %o fails %o", (part, expected) => expect(failed(part)).toEqual(expected));

it("only the appliance judges how large a file may be", () => {
  expect(isHopeless(checksOf({ ...PICTURE, bytes: 60_000_000 }))).toBe(false);
  expect(isHopeless(checksOf({ ...PICTURE, width: 800 }))).toBe(true);
});

it("the end of a licence becomes urgent a week before", () => {
  const now = Date.parse("2026-02-01T00:00:00Z");
  expect(licenceTone(null, now)).toBeNull();
  expect(licenceTone("2026-01-31T00:00:00Z", now)).toBe("bad");
  expect(licenceTone("2026-02-02T00:00:00Z", now)).toBe("bad");
  expect(licenceTone("2026-02-08T00:00:00Z", now)).toBe("wait");
  expect(licenceTone("2026-02-08T00:00:01Z", now)).toBe("quiet");
});

it("a licence ends with its day", () => {
  expect(endOfDay("2026-02-28")).toBe("2026-02-28T23:59:59Z");
  expect(endOfDay("")).toBeNull();
});

it("hashes as the appliance does", async () => {
  const bytes = Promise.resolve(new TextEncoder().encode("abc").buffer as ArrayBuffer);
  expect(await hashOf(bytes)).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
