import type { Quad } from './geometry.ts';
import type { Tone } from './raster.ts';
import type { ScanAnswer, ScanOrder } from './scan-worker.ts';

/** A page as it goes to the core. */
export interface MadePage {
  readonly file: Blob;
  readonly thumbnail: string;
}

type Order = ScanOrder extends infer Each ? (Each extends ScanOrder ? Omit<Each, 'id'> : never) : never;

let worker: Worker | null = null;
let lastId = 0;
const waiting = new Map<number, (answer: ScanAnswer) => void>();

/** Made at the first use: a desk that never scans never loads it. */
function theWorker(): Worker {
  if (worker !== null) return worker;
  worker = new Worker(new URL('./scan-worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }: MessageEvent<ScanAnswer>) => {
    waiting.get(data.id)?.(data);
    waiting.delete(data.id);
  };
  worker.onerror = () => {
    for (const [id, answer] of waiting) answer({ kind: 'failed', id });
    waiting.clear();
    worker = null;
  };
  return worker;
}

function ask(order: Order, bitmap: ImageBitmap): Promise<ScanAnswer> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    theWorker().postMessage({ ...order, id }, [bitmap]);
  });
}

/** The corners of the sheet in a picture, or null. The bitmap is used up. */
export async function findSheet(bitmap: ImageBitmap): Promise<Quad | null> {
  const answer = await ask({ kind: 'find', bitmap }, bitmap);
  return answer.kind === 'found' ? answer.quad : null;
}

/** Makes a page of a picture; null where that cannot be done. The bitmap is used up. */
export async function makePage(
  bitmap: ImageBitmap,
  how: { readonly quad: Quad | null; readonly tone: Tone; readonly quarters: number },
): Promise<MadePage | null> {
  const answer = await ask({ kind: 'make', bitmap, ...how }, bitmap);
  return answer.kind === 'made' ? { file: answer.file, thumbnail: answer.thumbnail } : null;
}
