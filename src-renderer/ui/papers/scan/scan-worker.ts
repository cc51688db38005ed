/**
 * Works on pictures away from the page, so that keys and the live picture go on: finds the sheet, lays it flat, and
 * packs it as a JPEG of a size that travels.
 */
import { findEdges } from './find-edges.ts';
import { type Quad, sizeOf } from './geometry.ts';
import { flatten, type Raster, type Tone, toned, turned } from './raster.ts';

export type ScanOrder =
  | { readonly kind: 'find'; readonly id: number; readonly bitmap: ImageBitmap }
  | {
      readonly kind: 'make';
      readonly id: number;
      readonly bitmap: ImageBitmap;
      /** Null for a picture that is a page as it is. */
      readonly quad: Quad | null;
      readonly tone: Tone;
      readonly quarters: number;
    };
export type ScanAnswer =
  | { readonly kind: 'found'; readonly id: number; readonly quad: Quad | null }
  | { readonly kind: 'made'; readonly id: number; readonly file: Blob; readonly thumbnail: string }
  | { readonly kind: 'failed'; readonly id: number };

/** A4 at 200 dpi: what is small in print can be read, and a page stays within the size below. In pixels. */
const longestSide = 2339;
/** A page is sent in a second on a poor line. In bytes. */
const wantedBytes = 400_000;
const thumbnailHeight = 168;
/** Part of the way to the middle by which a sheet is cut inside its edges: a millimetre of A4. */
const rim = 0.008;

self.onmessage = ({ data: order }: MessageEvent<ScanOrder>) => {
  const answer = (given: ScanAnswer) => self.postMessage(given);
  if (order.kind === 'find') {
    answer({ kind: 'found', id: order.id, quad: findEdges(rasterOf(order.bitmap)) });
    return;
  }
  make(order).then(answer, () => answer({ kind: 'failed', id: order.id }));
};

async function make(order: Extract<ScanOrder, { kind: 'make' }>): Promise<ScanAnswer> {
  const picture = order.quad === null ? fitted(order.bitmap) : flat(rasterOf(order.bitmap), order.quad);
  const page = toned(turned(picture, order.quarters), order.tone);
  const canvas = canvasOf(page);
  return { kind: 'made', id: order.id, file: await packed(canvas), thumbnail: await thumbnailOf(canvas) };
}

function flat(source: Raster, quad: Quad): Raster {
  const sheet = within(quad);
  const { width, height } = sizeOf(sheet, longestSide);
  const page = flatten(source, sheet, width, height);
  if (page === null) throw new Error('the corners enclose nothing');
  return page;
}

/** A little inside the corners, so that nothing of the desk is a black line at the rim of the page. */
function within(quad: Quad): Quad {
  const middle = {
    x: quad.reduce((sum, { x }) => sum + x, 0) / 4,
    y: quad.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  return quad.map(({ x, y }) => ({
    x: x + (middle.x - x) * rim,
    y: y + (middle.y - y) * rim,
  })) as unknown as Quad;
}

function fitted(bitmap: ImageBitmap): Raster {
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
  return rasterOf(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
}

function rasterOf(bitmap: ImageBitmap, width = bitmap.width, height = bitmap.height): Raster {
  const context = contextOf(new OffscreenCanvas(width, height));
  // What was transparent is paper.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return context.getImageData(0, 0, width, height);
}

function canvasOf({ width, height, data }: Raster): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  contextOf(canvas).putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas');
  return context;
}

/** The best quality that is small enough; the last one as it is. */
async function packed(canvas: OffscreenCanvas): Promise<Blob> {
  let blob = new Blob();
  for (const quality of [0.85, 0.7, 0.55, 0.4, 0.3]) {
    blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= wantedBytes) break;
  }
  return blob;
}

async function thumbnailOf(page: OffscreenCanvas): Promise<string> {
  const height = Math.min(page.height, thumbnailHeight);
  const width = Math.max(1, Math.min(4 * height, Math.round((page.width * height) / page.height)));
  const canvas = new OffscreenCanvas(width, height);
  const context = contextOf(canvas);
  context.imageSmoothingQuality = 'high';
  context.drawImage(page, 0, 0, width, height);
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return `data:image/jpeg;base64,${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}`;
}
