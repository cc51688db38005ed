import { describe, expect, it } from 'vitest';
import { pointsOf, type StrokePoint, writtenSignature, writtenSignatureSchema } from './written-signature.ts';

const point = (x: number, y: number, at = 0, pressure = 0.5): StrokePoint => ({ x, y, pressure, at });

describe('a signature', () => {
  it('is kept as it was written, stroke by stroke', () => {
    const kept = writtenSignature([[point(10, 20), point(30, 40, 12)], [point(50, 60, 0, 1)]]);
    expect(kept).toEqual(['10,20,50,0 30,40,50,12', '50,60,100,0']);
    expect(kept?.map(pointsOf)).toEqual(['10,20 30,40', '50,60']);
  });

  it('does not keep a hand that rests, and stays in its field', () => {
    const resting = Array.from({ length: 200 }, (_, index) => point(10, 10, index));
    expect(writtenSignature([resting])).toEqual(['10,10,50,0 10,10,50,199']);
    expect(writtenSignature([[point(-5, 999, 0, 7)]])).toEqual(['0,260,100,0']);
  });

  it('is none where nothing was written, nor where somebody scrawls without end', () => {
    expect(writtenSignature([])).toBeNull();
    const scrawl = Array.from({ length: 40 }, () =>
      Array.from({ length: 100 }, (_, index) => point((index * 7) % 600, (index * 31) % 260, index)),
    );
    expect(writtenSignature(scrawl)).toBeNull();
  });

  it.each(['', '1,2', '1,2,3,4 ', '1,2,3,x', '<svg>', '1000,2,3,4'])('is not taken as “%s”', (stroke) => {
    expect(writtenSignatureSchema.safeParse([stroke]).success).toBe(false);
  });
});
