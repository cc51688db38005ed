/**
 * A QR code as a printer draws it (GB/T 18284, ISO/IEC 18004): bytes, error correction M, the smallest version that
 * holds them, the mask with the lowest penalty.
 */

/** For level M by version, from 1: codewords for correction in a block, and numbers of blocks. */
const correctionPerBlock = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24];
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10];

/** The modules, true for black, without the quiet zone. @throws RangeError for more than version 15 holds */
export function qrModules(data: Uint8Array): boolean[][] {
  const version =
    correctionPerBlock.findIndex((_, at) => data.length + (at < 9 ? 2 : 3) <= dataCodewords(at + 1)) + 1;
  if (version === 0) throw new RangeError(`${data.length} bytes do not fit into a QR code here`);
  const codewords = interleave(withPadding(data, version), version);
  let best: boolean[][] = [];
  let lowest = Number.POSITIVE_INFINITY;
  for (let mask = 0; mask < 8; mask += 1) {
    const modules = draw(version, codewords, mask);
    const cost = penalty(modules);
    if (cost < lowest) [best, lowest] = [modules, cost];
  }
  return best;
}

const sizeOf = (version: number): number => 17 + 4 * version;

function rawModules(version: number): number {
  let count = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const marks = Math.floor(version / 7) + 2;
    count -= (25 * marks - 10) * marks - 55;
    if (version >= 7) count -= 36;
  }
  return count;
}

const perBlock = (version: number): number => correctionPerBlock[version - 1] ?? 0;
const blocksOf = (version: number): number => blockCounts[version - 1] ?? 0;
const dataCodewords = (version: number): number =>
  Math.floor(rawModules(version) / 8) - perBlock(version) * blocksOf(version);

function withPadding(data: Uint8Array, version: number): number[] {
  const bits: number[] = [];
  const put = (value: number, length: number): void => {
    for (let bit = length - 1; bit >= 0; bit -= 1) bits.push((value >> bit) & 1);
  };
  put(0b0100, 4);
  put(data.length, version < 10 ? 8 : 16);
  for (const byte of data) put(byte, 8);
  const room = dataCodewords(version) * 8;
  put(0, Math.min(4, room - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) put(pad, 8);
  return Array.from({ length: bits.length / 8 }, (_, at) =>
    bits.slice(at * 8, at * 8 + 8).reduce((byte, bit) => (byte << 1) | bit, 0),
  );
}

/** Multiplication in the field of 256 elements over x⁸+x⁴+x³+x²+1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let bit = 7; bit >= 0; bit -= 1) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> bit) & 1) * a;
  }
  return product;
}

function correction(data: readonly number[], degree: number): number[] {
  const divisor = Array.from({ length: degree }, (_, at): number => (at === degree - 1 ? 1 : 0));
  let root = 1;
  for (let turn = 0; turn < degree; turn += 1) {
    for (let at = 0; at < degree; at += 1)
      divisor[at] = times(divisor[at] ?? 0, root) ^ (divisor[at + 1] ?? 0);
    root = times(root, 2);
  }
  const rest = Array<number>(degree).fill(0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let at = 0; at < degree; at += 1) rest[at] = (rest[at] ?? 0) ^ times(divisor[at] ?? 0, factor);
  }
  return rest;
}

function interleave(data: readonly number[], version: number): number[] {
  const count = blocksOf(version);
  const short = Math.floor(data.length / count);
  const longOnes = data.length % count;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, at) => {
    const block = data.slice(from, from + short + (at >= count - longOnes ? 1 : 0));
    from += block.length;
    return block;
  });
  const across = (rows: readonly (readonly number[])[]): number[] =>
    Array.from({ length: Math.max(...rows.map((row) => row.length)) }, (_, at) =>
      rows.flatMap((row) => (at < row.length ? [row[at] ?? 0] : [])),
    ).flat();
  return [...across(blocks), ...across(blocks.map((block) => correction(block, perBlock(version))))];
}

function alignmentPositions(version: number): number[] {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const step = Math.ceil((4 * version + 4) / (2 * count - 2)) * 2;
  const last = sizeOf(version) - 7;
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - step * (count - 2 - at))];
}

const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function draw(version: number, codewords: readonly number[], mask: number): boolean[][] {
  const size = sizeOf(version);
  const modules: (boolean | undefined)[][] = Array.from({ length: size }, () => Array(size).fill(undefined));
  const set = (x: number, y: number, black: boolean): void => {
    const row = modules[y];
    if (row && x >= 0 && x < size) row[x] = black;
  };
  for (let at = 0; at < size; at += 1) {
    set(6, at, at % 2 === 0);
    set(at, 6, at % 2 === 0);
  }
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    square(set, x, y, 4, (ring) => ring !== 2 && ring !== 4);
  const marks = alignmentPositions(version);
  const last = marks.length - 1;
  for (const [i, x] of marks.entries())
    for (const [j, y] of marks.entries())
      if (!((i === 0 && j === 0) || (i === 0 && j === last) || (i === last && j === 0)))
        square(set, x, y, 2, (ring) => ring !== 1);
  formatBits(set, size, mask);
  versionBits(set, size, version);
  let bit = 0;
  for (let right = size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step += 1) {
      const y = ((right + 1) & 2) === 0 ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (modules[y]?.[x] !== undefined) continue;
        const black = (((codewords[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit += 1;
        set(x, y, black !== (masks[mask]?.(x, y) ?? false));
      }
    }
  }
  return modules as boolean[][];
}

type Set = (x: number, y: number, black: boolean) => void;

function square(set: Set, x: number, y: number, reach: number, isBlack: (ring: number) => boolean): void {
  for (let dy = -reach; dy <= reach; dy += 1)
    for (let dx = -reach; dx <= reach; dx += 1)
      if (y + dy >= 0) set(x + dx, y + dy, isBlack(Math.max(Math.abs(dx), Math.abs(dy))));
}

function formatBits(set: Set, size: number, mask: number): void {
  // Level M is 00, so the mask stands alone.
  let rest = mask;
  for (let turn = 0; turn < 10; turn += 1) rest = (rest << 1) ^ ((rest >> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const at = (bit: number): boolean => ((bits >> bit) & 1) === 1;
  for (let bit = 0; bit < 6; bit += 1) set(8, bit, at(bit));
  set(8, 7, at(6));
  set(8, 8, at(7));
  set(7, 8, at(8));
  for (let bit = 9; bit < 15; bit += 1) set(14 - bit, 8, at(bit));
  for (let bit = 0; bit < 8; bit += 1) set(size - 1 - bit, 8, at(bit));
  for (let bit = 8; bit < 15; bit += 1) set(8, size - 15 + bit, at(bit));
  set(8, size - 8, true);
}

function versionBits(set: Set, size: number, version: number): void {
  if (version < 7) return;
  let rest = version;
  for (let turn = 0; turn < 12; turn += 1) rest = (rest << 1) ^ ((rest >> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let bit = 0; bit < 18; bit += 1) {
    const [a, b] = [size - 11 + (bit % 3), Math.floor(bit / 3)];
    set(a, b, ((bits >> bit) & 1) === 1);
    set(b, a, ((bits >> bit) & 1) === 1);
  }
}

/** How hard a pattern is to read: long runs, blocks, what looks like a finder, and too much of one colour. */
function penalty(modules: readonly (readonly boolean[])[]): number {
  const size = modules.length;
  const lines = [...modules, ...modules.map((_, x) => modules.map((row) => row[x] ?? false))];
  let cost = 0;
  for (const line of lines) {
    const text = line.map((black) => (black ? '1' : '0')).join('');
    for (const [run] of text.matchAll(/0{5,}|1{5,}/g)) cost += run.length - 2;
    for (const pattern of ['10111010000', '00001011101'])
      for (let at = text.indexOf(pattern); at >= 0; at = text.indexOf(pattern, at + 1)) cost += 40;
  }
  let black = 0;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const here = modules[y]?.[x];
      if (here) black += 1;
      if (
        x + 1 < size &&
        y + 1 < size &&
        [modules[y]?.[x + 1], modules[y + 1]?.[x], modules[y + 1]?.[x + 1]].every((each) => each === here)
      )
        cost += 3;
    }
  }
  return cost + 10 * Math.floor(Math.abs((black * 20) / (size * size) - 10));
}
