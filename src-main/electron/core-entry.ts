/**
 * The core of the packaged program, in a utility process: `--data <folder> --provisioning <file>
 * --recovery-key <file>`. The provisioning file says which district, which devices, and how the machine enrols at its
 * first start. The recovery key is the district's public one; the store's key is sealed to it as well.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { contractServer, damagedExitCode, fileKeyProvider } from '../core/core.ts';
import { openCoreLog } from '../core/core-log.ts';
import { openProvisioned } from '../core/provisioning.ts';
import { keepYoungMemorySmall } from '../core/young-memory.ts';
import {
  askForKey,
  refuseToStart,
  sayDocumentPrinter,
  sayWaiting,
  servePorts,
  stopAsked,
} from './core-process.ts';

keepYoungMemorySmall();
const log = openCoreLog('core');

const { values: options } = parseArgs({
  options: {
    data: { type: 'string', default: 'data' },
    provisioning: { type: 'string', default: 'provisioning.json' },
    'recovery-key': { type: 'string' },
  },
});

async function start(): Promise<void> {
  const answer = await askForKey(options.data);
  if (answer.kind === 'keyLost') {
    refuseToStart(answer.sentence);
    return;
  }
  const signal = stopAsked();
  const core = await openProvisioned({
    data: options.data,
    provisioning: options.provisioning,
    recoveryKey: options['recovery-key'],
    keys:
      answer.kind === 'key'
        ? { key: () => Buffer.from(answer.key) }
        : fileKeyProvider(join(options.data, 'store.key')),
    assets: assetsFolder(),
    log,
    onWaiting: sayWaiting,
    signal,
    onDamaged: () => setTimeout(() => process.exit(damagedExitCode), 300),
  }).catch((error: unknown) => {
    if (signal.aborted) process.exit(0);
    throw error;
  });
  servePorts(contractServer(core.routers), core.close);
  const { devices, store } = core.parts;
  let printer: string | null = null;
  const say = (): void => {
    const now = devices.documentPrinter();
    if (now === printer) return;
    printer = now;
    sayDocumentPrinter(now);
  };
  say();
  store.onChange(say);
  // It was asked for while the core was still opening.
  if (signal.aborted) await core.close().finally(() => process.exit(0));
}

/** Beside the packed program, or in the folder that it was built in. */
function assetsFolder(): string {
  const packed = join(process.resourcesPath, 'assets');
  return existsSync(packed) ? packed : join(__dirname, '..', '..', 'assets');
}

start().catch((error: unknown) => {
  // A store of a newer program, a damaged journal, no enrolment: another start would not help, a person has to act.
  if (error instanceof Error && 'sentence' in error) refuseToStart(String(error.sentence));
  else throw error;
});
