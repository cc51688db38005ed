import type { Queries } from '../database/database.ts';
import { faultOf, type Log } from '../log.ts';
import type { BlobFolder } from './blob-folder.ts';
import { forgetUnnamed } from './manifests.ts';

const everyMs = 60 * 60_000;

/** Removes the scans of cases that were erased, at the start and every hour: a picture of a paper is personal whole. */
export function forgetErased(parts: { queries: Queries; folder: BlobFolder; log: Log }): {
  close(): Promise<void>;
} {
  const { queries, folder, log } = parts;
  let working: Promise<void> = Promise.resolve();
  const forget = (): void => {
    working = working
      .then(async () => {
        const hashes = await forgetUnnamed(queries);
        for (const hash of hashes) await folder.remove(hash);
        if (hashes.length > 0) log.info({ blobs: hashes.length }, 'scans of erased cases were removed');
      })
      .catch((error: unknown) => log.warn({ fault: faultOf(error) }, 'scans could not be removed'));
  };
  const timer = setInterval(forget, everyMs);
  timer.unref();
  forget();
  return {
    close() {
      clearInterval(timer);
      return working;
    },
  };
}
