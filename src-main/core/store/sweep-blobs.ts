import type { Store } from './store.ts';

const day = 24 * 3_600_000;
/** The first look waits until the desk has long been up: it reads the whole folder. */
const firstMs = 5 * 60_000;

type Swept = Pick<Store, 'blobs' | 'caseBlobs'>;

/**
 * Removes what neither a case nor an entry names, and the scans and prints of cases whose personal data was erased.
 * @param before epoch milliseconds: younger files stay, what names them may be on its way
 * @returns how many files were removed
 */
export const sweepBlobs = ({ blobs, caseBlobs }: Swept, before: number): number =>
  blobs.sweep(caseBlobs.held(), before);

/** Does so some minutes after the start, and every day. */
export function keepBlobsSwept(
  store: Swept,
  log: Record<'info' | 'warn', (details: Readonly<Record<string, unknown>>, message: string) => void>,
): { close(): void } {
  const sweep = (): void => {
    try {
      const removed = sweepBlobs(store, Date.now() - day);
      if (removed > 0) log.info({ files: removed }, 'scans that nothing names were removed');
    } catch (error) {
      // They stay until tomorrow; nobody's work stops for it.
      const { code } = error as { code?: unknown };
      log.warn({ code }, 'scans that nothing names could not be removed');
    }
  };
  const first = setTimeout(sweep, firstMs);
  const daily = setInterval(sweep, day);
  first.unref();
  daily.unref();
  return {
    close() {
      clearTimeout(first);
      clearInterval(daily);
    },
  };
}
