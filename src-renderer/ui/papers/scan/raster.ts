import { homographyTo, type Quad } from './geometry.ts';

/** A picture as a canvas has it: four bytes a pixel, by rows. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export const tones = ['colour', 'grey', 'blackWhite'] as const;
export type Tone = (typeof tones)[number];

/** Brightness, one byte a pixel, scaled down to a longest side by averaging. */
export function greyOf(
  { width, height, data }: Raster,
  longest: number,
): { width: number; height: number; grey: Uint8Array; scale: number } {
  const scale = Math.min(1, longest / Math.max(width, height));
  const [w, h] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  const grey = new Uint8Array(w * h);
  for (let y = 0; y < h; y += 1) {
    const [top, bottom] = [Math.floor((y * height) / h), Math.max(1, Math.floor(((y + 1) * height) / h))];
    for (let x = 0; x < w; x += 1) {
      const [left, right] = [Math.floor((x * width) / w), Math.max(1, Math.floor(((x + 1) * width) / w))];
      let sum = 0;
      for (let v = top; v < bottom; v += 1)
        for (let u = left; u < right; u += 1) sum += brightness(data, (v * width + u) * 4);
      grey[y * w + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return { width: w, height: h, grey, scale };
}

/** ITU-R BT.601, in whole numbers. */
const brightness = (data: Uint8ClampedArray, at: number): number =>
  ((data[at] ?? 0) * 77 + (data[at + 1] ?? 0) * 150 + (data[at + 2] ?? 0) * 29) >> 8;

/** Cuts a sheet out of a picture and lays it flat; null where the quad is degenerate. */
export function flatten(source: Raster, quad: Quad, width: number, height: number): Raster | null {
  const h = homographyTo(quad, width, height);
  if (h === null) return null;
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, i = 0] = h;
  const { data: from, width: w, height: hh } = source;
  const data = new Uint8ClampedArray(width * height * 4);
  let at = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 4) {
      const k = g * x + i * y + 1;
      const u = Math.min(w - 1.001, Math.max(0, (a * x + b * y + c) / k));
      const v = Math.min(hh - 1.001, Math.max(0, (d * x + e * y + f) / k));
      const [u0, v0] = [u | 0, v | 0];
      const [fu, fv] = [u - u0, v - v0];
      const p = (v0 * w + u0) * 4;
      const q = p + w * 4;
      for (let channel = 0; channel < 3; channel += 1) {
        const top = (from[p + channel] ?? 0) * (1 - fu) + (from[p + 4 + channel] ?? 0) * fu;
        const bottom = (from[q + channel] ?? 0) * (1 - fu) + (from[q + 4 + channel] ?? 0) * fu;
        data[at + channel] = top * (1 - fv) + bottom * fv;
      }
      data[at + 3] = 255;
    }
  }
  return { width, height, data };
}

/** Turns by quarters, clockwise. */
export function turned({ width, height, data }: Raster, quarters: number): Raster {
  const times = ((quarters % 4) + 4) % 4;
  if (times === 0) return { width, height, data };
  const [w, h] = times % 2 === 0 ? [width, height] : [height, width];
  const source = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const target = new Uint32Array(w * h);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [u, v] =
        times === 1
          ? [height - 1 - y, x]
          : times === 2
            ? [width - 1 - x, height - 1 - y]
            : [y, width - 1 - x];
      target[v * w + u] = source[y * width + x] ?? 0;
    }
  return { width: w, height: h, data: new Uint8ClampedArray(target.buffer) };
}

/**
 * Grey, or black on white: each pixel against the mean of its surroundings, so that a shadow over half of the sheet does
 * not make it black.
 */
export function toned(raster: Raster, tone: Tone): Raster {
  if (tone === 'colour') return raster;
  const { width, height, data } = raster;
  const grey = new Uint8Array(width * height);
  for (let at = 0; at < grey.length; at += 1) grey[at] = brightness(data, at * 4);
  const out = new Uint8ClampedArray(width * height * 4);
  const value = tone === 'grey' ? (at: number) => grey[at] ?? 0 : threshold(grey, width, height);
  for (let at = 0; at < grey.length; at += 1) {
    const level = value(at);
    out[at * 4] = level;
    out[at * 4 + 1] = level;
    out[at * 4 + 2] = level;
    out[at * 4 + 3] = 255;
  }
  return { width, height, data: out };
}

/** Bradley and Roth: black is what is darker by 15 % than its surroundings, an eighth of the width across. */
function threshold(grey: Uint8Array, width: number, height: number): (at: number) => number {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += grey[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const reach = Math.max(4, width >> 4);
  return (at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const [left, right] = [Math.max(0, x - reach), Math.min(width, x + reach + 1)];
    const [top, bottom] = [Math.max(0, y - reach), Math.min(height, y + reach + 1)];
    const sum =
      (sums[bottom * (width + 1) + right] ?? 0) -
      (sums[top * (width + 1) + right] ?? 0) -
      (sums[bottom * (width + 1) + left] ?? 0) +
      (sums[top * (width + 1) + left] ?? 0);
    return (grey[at] ?? 0) * (right - left) * (bottom - top) < sum * 0.85 ? 0 : 255;
  };
}
