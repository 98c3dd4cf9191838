import { expect, it } from "vitest";
import { qrOf } from "./qr";

// What another reader has read as "vetrina".
const VETRINA = `
#######.####..#######
#.....#..##...#.....#
#.###.#.#..#..#.###.#
#.###.#..###..#.###.#
#.###.#....##.#.###.#
#.....#.#.###.#.....#
#######.#.#.#.#######
............#........
#.#...##.##....#..#.#
##.###.#.#.#.##..#..#
..###.##..####.##.#.#
.#...#.#.###.###.#..#
###..###..#######...#
........##......##.##
#######.###...#.###.#
#.....#...#.#...##.##
#.###.#...#...#.....#
#.###.#...##.##.#....
#.###.#.#..###..##.##
#.....#..#.#.###.#...
#######.#.######.#..#
`;

it("draws a code that others read", () => {
  const drawn = qrOf("vetrina")?.map((row) => row.map((dark) => (dark ? "#" : ".")).join(""));
  expect(drawn?.join("\n")).toBe(VETRINA.trim());
});

it("takes the smallest version that has room, and no text that has none", () => {
  const size = (length: number) => qrOf("x".repeat(length))?.length;
  expect([1, 14, 15, 26, 27, 180, 181, 213].map(size)).toEqual([21, 21, 25, 25, 29, 53, 57, 57]);
  expect(qrOf("x".repeat(214))).toBeNull();
  expect(qrOf("é".repeat(107))).toBeNull();
});
