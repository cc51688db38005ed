import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findEdges } from './find-edges.ts';
import { distance, homographyTo, isSheet, project, type Quad, sizeOf, wholeOf } from './geometry.ts';
import { flatten, type Raster, toned, turned } from './raster.ts';

/** A picture of a sheet on a desk: paper with lines of writing, noise, and a shadow over a part of it. */
function pictureOf(quad: Quad, given: { desk?: number; paper?: number; noise?: number; seed?: number } = {}) {
  const { desk = 60, paper = 225, noise = 8, seed = 1 } = given;
  const [width, height] = [800, 600];
  const flat = homographyTo(quad, 210, 297);
  if (flat === null) throw new Error('no such sheet');
  const back = inverse(flat);
  const data = new Uint8ClampedArray(width * height * 4);
  let random = seed;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      random = (random * 1_103_515_245 + 12_345) % 2_147_483_648;
      const at = project(back, { x, y });
      const isOn = at.x >= 0 && at.x <= 209 && at.y >= 0 && at.y <= 296;
      const isInk =
        isOn && at.x > 25 && at.x < 185 && at.y > 30 && at.y < 270 && at.y % 9 < 3 && at.x % 7 < 5;
      const base = isInk ? 50 : isOn ? paper : desk;
      const shadow = x > width * 0.6 ? 0.85 : 1;
      const value = base * shadow + (random / 2_147_483_648 - 0.5) * 2 * noise;
      data.fill(value, (y * width + x) * 4, (y * width + x) * 4 + 3);
      data[(y * width + x) * 4 + 3] = 255;
    }
  return { width, height, data } satisfies Raster;
}

function inverse(h: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0, j = 1] = h;
  const adjoint = [
    e * j - f * i,
    c * i - b * j,
    b * f - c * e,
    f * g - d * j,
    a * j - c * g,
    c * d - a * f,
    d * i - e * g,
    b * g - a * i,
    a * e - b * d,
  ];
  return adjoint.map((each) => each / (adjoint[8] ?? 1));
}

const around = (value: number) => fc.double({ min: value - 55, max: value + 55, noNaN: true });
const sheets: fc.Arbitrary<Quad> = fc
  .tuple(around(220), around(80), around(580), around(80), around(600), around(520), around(200), around(520))
  .map(
    ([ax, ay, bx, by, cx, cy, dx, dy]): Quad => [
      { x: ax, y: ay },
      { x: bx, y: by },
      { x: cx, y: cy },
      { x: dx, y: dy },
    ],
  )
  .filter(isSheet);

/** Of a picture of 800 by 600, in pixels: a hair's breadth on the paper. */
const closeTo = 5;

describe('finding the sheet', () => {
  it('finds its corners, however it lies under the camera', () => {
    fc.assert(
      fc.property(sheets, fc.integer({ min: 1, max: 1000 }), (quad, seed) => {
        const found = findEdges(pictureOf(quad, { seed }));
        expect(found).not.toBeNull();
        for (const [index, corner] of quad.entries())
          expect(distance(found?.[index] ?? { x: 0, y: 0 }, corner)).toBeLessThan(closeTo);
      }),
      { numRuns: 15 },
    );
  });

  it.each([
    ['white paper on a light desk', { desk: 190, paper: 235 }],
    ['a dark cover on a light desk', { desk: 220, paper: 90 }],
    ['a picture full of noise', { noise: 30 }],
  ])('finds %s', (_, given) => {
    const quad: Quad = [
      { x: 180, y: 60 },
      { x: 590, y: 90 },
      { x: 620, y: 540 },
      { x: 150, y: 520 },
    ];
    const found = findEdges(pictureOf(quad, given));
    for (const [index, corner] of quad.entries())
      expect(distance(found?.[index] ?? { x: 0, y: 0 }, corner)).toBeLessThan(closeTo);
  });

  it('says that there is none on an empty desk, in noise, and in a picture of nothing', () => {
    const empty: Raster = { width: 400, height: 300, data: new Uint8ClampedArray(480_000).fill(90) };
    const noise: Raster = {
      ...empty,
      data: Uint8ClampedArray.from({ length: 480_000 }, (_, at) => (at * 7_919 * ((at % 97) + 1)) % 256),
    };
    expect(findEdges(empty)).toBeNull();
    expect(findEdges(noise)).toBeNull();
    expect(findEdges({ width: 2, height: 2, data: new Uint8ClampedArray(16) })).toBeNull();
  });

  it('is quick enough to follow a live picture', () => {
    const picture = pictureOf(
      wholeOf(400, 500).map(({ x, y }) => ({ x: x + 200, y: y + 50 })) as unknown as Quad,
    );
    // The best of some rounds is what it takes when nothing else has the processor.
    const times = Array.from({ length: 5 }, () => {
      const started = performance.now();
      findEdges(picture);
      return performance.now() - started;
    });
    expect(Math.min(...times)).toBeLessThan(400);
  });
});

describe('laying it flat', () => {
  it('takes each corner of the page to its corner in the picture, and lines stay lines', () => {
    fc.assert(
      fc.property(sheets, (quad) => {
        const h = homographyTo(quad, 210, 297);
        for (const [index, from] of wholeOf(210, 297).entries())
          expect(distance(project(h ?? [], from), quad[index] ?? from)).toBeLessThan(1e-6);
      }),
    );
  });

  it('gives the sheet alone: paper to its rim, the writing where it was', () => {
    const quad: Quad = [
      { x: 200, y: 70 },
      { x: 610, y: 110 },
      { x: 560, y: 560 },
      { x: 160, y: 500 },
    ];
    const flat = flatten(pictureOf(quad, { noise: 0 }), quad, 210, 297);
    const grey = (x: number, y: number) => flat?.data[(y * 210 + x) * 4] ?? 0;
    for (const [x, y] of [
      [3, 3],
      [206, 3],
      [206, 293],
      [3, 293],
    ] as const)
      expect(grey(x, y)).toBeGreaterThan(180);
    const ink = Array.from({ length: 9 }, (_, off) => grey(60, 90 + off));
    expect(Math.min(...ink)).toBeLessThan(110);
  });

  it('takes what is nearly A4 for A4, and keeps other shapes', () => {
    expect(sizeOf(wholeOf(1001, 1381), 5000)).toEqual({ width: 1000, height: 1414 });
    expect(sizeOf(wholeOf(857, 541), 5000)).toEqual({ width: 856, height: 540 });
    expect(sizeOf(wholeOf(4001, 5658), 2339).height).toBe(2339);
  });

  it('turns by quarters: four of them are none', () => {
    const picture = pictureOf(wholeOf(800, 600));
    const once = turned(picture, 1);
    expect([once.width, once.height]).toEqual([600, 800]);
    expect(once.data.slice(599 * 4, 600 * 4)).toEqual(picture.data.slice(0, 4));
    expect(turned(turned(once, 2), 1).data).toEqual(picture.data);
  });

  it('makes black on white of paper with a shadow over it, and of grey writing ink', () => {
    const picture = pictureOf(wholeOf(800, 600), { noise: 0 });
    const { data } = toned(picture, 'blackWhite');
    expect(new Set(data.filter((_, at) => at % 4 !== 3))).toEqual(new Set([0, 255]));
    const levels = (x: number, y: number) => data[(y * 800 + x) * 4];
    expect([levels(20, 20), levels(780, 20), levels(20, 580), levels(780, 580)]).toEqual([
      255, 255, 255, 255,
    ]);
  });
});
