/** A QR code (ISO/IEC 18004): bytes, error correction M, versions 1 to 10, so up to 213 bytes. */

/** By version from 1: all codewords, those of error correction a block, blocks. */
const VERSIONS: readonly (readonly [all: number, check: number, blocks: number])[] = [
  [26, 10, 1],
  [44, 16, 1],
  [70, 26, 1],
  [100, 18, 2],
  [134, 24, 2],
  [172, 16, 4],
  [196, 18, 4],
  [242, 22, 4],
  [292, 22, 5],
  [346, 26, 5],
];
/** Centres of the small squares, by version from 1. */
const ALIGNED: readonly (readonly number[])[] = [
  [],
  [6, 18],
  [6, 22],
  [6, 26],
  [6, 30],
  [6, 34],
  [6, 22, 38],
  [6, 24, 42],
  [6, 26, 46],
  [6, 28, 50],
];
const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** Dark modules by row; null where the text is too long. */
export function qrOf(text: string): boolean[][] | null {
  const bytes = new TextEncoder().encode(text);
  const version = 1 + VERSIONS.findIndex((_, at) => bytes.length <= roomOf(at + 1));
  if (version === 0) return null;
  const codewords = interleaved(version, dataOf(version, bytes));
  const drawn = MASKS.map((_, mask) => draw(version, codewords, mask));
  return drawn.reduce((best, one) => (penalty(one) < penalty(best) ? one : best));
}

function sizesOf(version: number) {
  const [all, check, blocks] = VERSIONS[version - 1] ?? [0, 0, 1];
  return { all, check, blocks, data: all - check * blocks };
}

/** Bytes that fit beside mode and length. */
function roomOf(version: number): number {
  return sizesOf(version).data - (version < 10 ? 2 : 3);
}

function dataOf(version: number, bytes: Uint8Array): number[] {
  const { data } = sizesOf(version);
  const bits: number[] = [];
  const push = (value: number, count: number) => {
    for (let at = count - 1; at >= 0; at -= 1) bits.push((value >> at) & 1);
  };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  push(0, Math.min(4, data * 8 - bits.length));
  while (bits.length % 8 !== 0) bits.push(0);
  for (let pad = 0xec; bits.length < data * 8; pad ^= 0xec ^ 0x11) push(pad, 8);
  return Array.from({ length: data }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((value, bit) => value * 2 + bit, 0),
  );
}

/** Splits into blocks, appends each one's check, and takes from all in turn. */
function interleaved(version: number, data: number[]): number[] {
  const { check, blocks } = sizesOf(version);
  const short = Math.floor(data.length / blocks);
  const longs = data.length % blocks;
  const divisor = generator(check);
  const parts: number[][] = [];
  for (let at = 0, from = 0; at < blocks; at += 1) {
    const length = short + (at < blocks - longs ? 0 : 1);
    parts.push(data.slice(from, from + length));
    from += length;
  }
  const checks = parts.map((part) => remainder(part, divisor));
  const turns = (lists: number[][]) =>
    Array.from({ length: Math.max(...lists.map(({ length }) => length)) }, (_, at) =>
      lists.flatMap((list) => list[at] ?? []),
    ).flat();
  return [...turns(parts), ...turns(checks)];
}

/** Product in the field of 256 elements, modulo x⁸ + x⁴ + x³ + x² + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> at) & 1) * a;
  }
  return product;
}

function generator(degree: number): number[] {
  let result = [...Array.from({ length: degree - 1 }, () => 0), 1];
  for (let root = 1, at = 0; at < degree; at += 1, root = times(root, 2)) {
    const power = root;
    result = result.map((value, place) => times(value, power) ^ (result[place + 1] ?? 0));
  }
  return result;
}

function remainder(data: number[], divisor: number[]): number[] {
  let result = divisor.map(() => 0);
  for (const byte of data) {
    const factor = byte ^ (result[0] ?? 0);
    result = [...result.slice(1), 0].map((value, at) => value ^ times(divisor[at] ?? 0, factor));
  }
  return result;
}

function draw(version: number, codewords: number[], mask: number): boolean[][] {
  const size = version * 4 + 17;
  const cells: (boolean | null)[][] = Array.from({ length: size }, () => Array(size).fill(null));
  const set = (x: number, y: number, isDark: boolean) => {
    const row = cells[y];
    if (row && x >= 0 && x < size) row[x] = isDark;
  };
  drawPatterns(version, size, set);
  drawFormat(size, mask, set);
  drawVersion(version, size, set);
  drawData(size, codewords, cells, (x, y) => MASKS[mask]?.(x, y) ?? false);
  return cells.map((row) => row.map((cell) => cell === true));
}

type Set = (x: number, y: number, isDark: boolean) => void;

function drawPatterns(version: number, size: number, set: Set): void {
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  const square = (x: number, y: number, reach: number) => {
    for (let dy = -reach; dy <= reach; dy += 1) {
      for (let dx = -reach; dx <= reach; dx += 1) {
        const far = Math.max(Math.abs(dx), Math.abs(dy));
        set(x + dx, y + dy, reach === 4 ? far !== 2 && far !== 4 : far !== 1);
      }
    }
  };
  const places = ALIGNED[version - 1] ?? [];
  const last = places.at(-1);
  for (const x of places) {
    for (const y of places) {
      const isCorner = (x === 6 && (y === 6 || y === last)) || (y === 6 && x === last);
      if (!isCorner) square(x, y, 2);
    }
  }
  square(3, 3, 4);
  square(size - 4, 3, 4);
  square(3, size - 4, 4);
}

/** Correction M is 0; ten bits of check behind. */
function drawFormat(size: number, mask: number, set: Set): void {
  let rest = mask;
  for (let at = 0; at < 10; at += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (at: number) => ((bits >> at) & 1) === 1;
  for (let at = 0; at <= 5; at += 1) set(8, at, bit(at));
  set(8, 7, bit(6));
  set(8, 8, bit(7));
  set(7, 8, bit(8));
  for (let at = 9; at < 15; at += 1) set(14 - at, 8, bit(at));
  for (let at = 0; at < 8; at += 1) set(size - 1 - at, 8, bit(at));
  for (let at = 8; at < 15; at += 1) set(8, size - 15 + at, bit(at));
  set(8, size - 8, true);
}

function drawVersion(version: number, size: number, set: Set): void {
  if (version < 7) return;
  let rest = version;
  for (let at = 0; at < 12; at += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let at = 0; at < 18; at += 1) {
    const isDark = ((bits >> at) & 1) === 1;
    const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)];
    set(far, near, isDark);
    set(near, far, isDark);
  }
}

/** Up and down in columns of two, from the right; column 6 holds the timing. */
function drawData(
  size: number,
  codewords: number[],
  cells: (boolean | null)[][],
  flips: (x: number, y: number) => boolean,
): void {
  let at = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const isUp = ((right + 1) & 2) === 0;
      const y = isUp ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        const row = cells[y];
        if (!row || row[x] !== null) continue;
        const bit = ((codewords[at >> 3] ?? 0) >> (7 - (at & 7))) & 1;
        row[x] = (bit === 1) !== flips(x, y);
        at += 1;
      }
    }
  }
}

/** Runs and an uneven balance make a code hard to read; the rarest of them wins. */
function penalty(cells: boolean[][]): number {
  const columns = cells.map((_, x) => cells.map((row) => row[x] === true));
  const lines = [...cells, ...columns].map((line) => line.map(Number).join(""));
  let sum = 0;
  for (const line of lines) {
    for (const run of line.match(/0{5,}|1{5,}/g) ?? []) sum += run.length - 2;
    sum += 40 * (line.match(/(?=10111010000|00001011101)/g)?.length ?? 0);
  }
  const dark = cells.flat().filter(Boolean).length / cells.length ** 2;
  return sum + 10 * Math.floor(Math.abs(dark - 0.5) * 20);
}
