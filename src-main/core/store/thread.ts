import { Worker } from 'node:worker_threads';

/**
 * Starts one of the threads of this folder, which do the store's long work beside the desk.
 * @param name of its file: beside this one as it is written, or as it was bundled
 */
export function startThread(name: 'backup-worker' | 'checkpoint-worker', workerData: object): Worker {
  const file = `./${name}.${import.meta.url.endsWith('.ts') ? 'ts' : 'cjs'}`;
  return new Worker(new URL(file, import.meta.url), { workerData });
}
