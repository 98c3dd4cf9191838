import { expect, it } from "vitest";
import { hex } from "../../lib/bytes";
import { checkGrowth, spread } from "./growth";
import { checkpoint, consistency, leavesOf, sample, signer } from "./testing";
import { readTrust, sizeOf } from "./trust";

it("looks at some of many, evenly, the first and the last among them", () => {
  expect(spread([1, 2, 3], 5)).toEqual([1, 2, 3]);
  const all = Array.from({ length: 100 }, (_, at) => at);
  expect(spread(all, 4)).toEqual([0, 33, 66, 99]);
});

it("sees that a log grew, and where it did not", async () => {
  const leaves = await leavesOf(await sample());
  const key = (await signer()).text;
  const proofOf = async (from: number, to: number) =>
    (await consistency(leaves.slice(0, to), from)).map(hex);
  const at = async (size: number, seed = 5) => ({
    size,
    checkpoint: await checkpoint(leaves, size, seed),
  });
  const honest = [await at(1), await at(4), await at(4), await at(7), await at(11)];
  const done: number[] = [];
  const grew = await checkGrowth(key, honest, proofOf, (count) => done.push(count));
  expect(grew).toEqual({ outcome: "GREW", all: 5, from: "1", to: "11" });
  expect(done).toEqual([1, 2, 3, 4, 5]);
  const others = leaves.map(() => leaves[0] ?? new Uint8Array());
  const other = { size: 7, checkpoint: await checkpoint(others, 7) };
  for (const [list, size] of [
    [[await at(4), other, await at(11)], 7],
    [[await at(7), await at(4)], 4],
    [[await at(4), await at(7, 6)], 7],
  ] as const) {
    const broke = await checkGrowth(key, list, proofOf, () => {});
    expect(broke).toMatchObject({ outcome: "BROKE", size });
  }
});

it("reads keys and checkpoints as people paste them", async () => {
  const { text } = await signer();
  const given = { logKey: ` ${text}\nmore\n`, checkpoint: "log\r\n12\r\nroot\r\n\r\nsigned" };
  const trust = await readTrust(given);
  expect(trust).toMatchObject({ logKey: { name: "test.example/log" } });
  const older = trust !== null && trust !== "logKey" ? trust.olderCheckpoint : null;
  expect(new TextDecoder().decode(older ?? undefined)).toBe("log\n12\nroot\n\nsigned\n");
  expect(sizeOf(given.checkpoint)).toBe("12");
  expect(sizeOf("12")).toBeNull();
  expect(await readTrust({ logKey: "x", checkpoint: "" })).toBe("logKey");
  const none = await readTrust({ logKey: "", checkpoint: " " });
  expect(none).toEqual({ logKey: null, olderCheckpoint: null });
});
