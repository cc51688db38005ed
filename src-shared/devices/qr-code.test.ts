import { expect, it } from 'vitest';
import { qrModules } from './qr-code.ts';

const drawn = (text: string) =>
  qrModules(new TextEncoder().encode(text)).map((row) => row.map((black) => (black ? '#' : '.')).join(''));

it('is as the standard draws it', () => {
  // Of another encoder, with the same mask.
  expect(drawn('YICHUANG-TEST')).toEqual([
    '#######....#..#######',
    '#.....#.#.....#.....#',
    '#.###.#...#...#.###.#',
    '#.###.#..##...#.###.#',
    '#.###.#.#.#.#.#.###.#',
    '#.....#.....#.#.....#',
    '#######.#.#.#.#######',
    '.........#.##........',
    '#.#.#.#....#....#..#.',
    '.....#.##.##...#.###.',
    '##.##.##.##.##.######',
    '..#....###.#.#.##....',
    '#..#.###.####..#..#..',
    '........###...##.#...',
    '#######..#########.##',
    '#.....#.....#........',
    '#.###.#.#.#.###.#.##.',
    '#.###.#..##....#.###.',
    '#.###.#.##.##.###.#.#',
    '#.....#...#........#.',
    '#######.#..##.#######',
  ]);
});

it('grows with what it has to hold, up to what a slip can carry', () => {
  expect(
    [1, 14, 15, 26, 27, 180, 181, 400].map((length) => qrModules(new Uint8Array(length)).length),
  ).toEqual([21, 21, 25, 25, 29, 53, 57, 77]);
  expect(() => qrModules(new Uint8Array(500))).toThrow(RangeError);
});
