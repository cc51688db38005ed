/**
 * The core of an installation with its browser shell as a process of its own, for whoever kills it or takes its
 * time. It loads the program first and waits for its order, so that a restart costs what opening the store costs.
 */
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { openBrowserShell } from '../../src-main/browser/browser-shell.ts';
import { contractServer, fileKeyProvider, type Log, openCore } from '../../src-main/core/core.ts';

export interface CoreOrder {
  folder: string;
  districtUrl: string;
  enrolmentCode: string | null;
  /** Milliseconds between two backups; null leaves it at what is usual. */
  backupMs: number | null;
  /** The same for every audience: nobody but the parent knows it. */
  token: string;
}

export type FromCore =
  | { kind: 'loaded' }
  /** What the core has written to its log; never anything personal. */
  | { kind: 'logged'; message: string; details: Readonly<Record<string, unknown>> }
  /** Routers are served. `openMs` is what opening the core alone took. */
  | { kind: 'ready'; port: number; openMs: number }
  | { kind: 'failed'; reason: string };

const tell = (message: FromCore) => void process.send?.(message);
const logged = (details: Readonly<Record<string, unknown>>, message: string) =>
  tell({ kind: 'logged', message, details });
const log: Log = { info: logged, warn: logged };

async function open({ folder, districtUrl, enrolmentCode, backupMs, token }: CoreOrder): Promise<void> {
  const begun = performance.now();
  const core = await openCore({
    folder: join(folder, 'store'),
    keys: fileKeyProvider(join(folder, 'store.key')),
    districtUrl,
    enrolmentCode,
    devices: {},
    appVersion: '0.1.0',
    log,
    ...(backupMs !== null && { backupMs }),
  });
  const openMs = performance.now() - begun;
  const shell = await openBrowserShell({
    server: contractServer(core.routers),
    rendererFolder: folder,
    port: 0,
    tokens: { clerk: token, citizen: token, kiosk: token, department: token },
    log,
  });
  tell({ kind: 'ready', port: shell.port, openMs });
}

process.once('message', (order: CoreOrder) => {
  open(order).catch((error: unknown) => {
    tell({ kind: 'failed', reason: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    process.exit(1);
  });
});
process.on('disconnect', () => process.exit());
tell({ kind: 'loaded' });
