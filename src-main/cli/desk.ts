/**
 * The desk of one machine in a plain browser, where Electron cannot be installed:
 *
 *   npm run desk -- --provisioning <file> [--data <folder>] [--recovery-key <file>] [--port 8471]
 *
 * Prints the address of each screen, which this machine alone can open. Ctrl-C ends it in order.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { audiences } from '#shared/contracts/audience.ts';
import { openBrowserShell } from '../browser/browser-shell.ts';
import { contractServer, damagedExitCode, fileKeyProvider } from '../core/core.ts';
import { openCoreLog } from '../core/core-log.ts';
import { openProvisioned } from '../core/provisioning.ts';
import { keepYoungMemorySmall } from '../core/young-memory.ts';
import { readOptions } from './options.ts';
import { buildRenderer, rendererFolder } from './renderer-build.ts';

const options = readOptions(
  `用法：npm run desk -- --provisioning <文件> [--data <文件夹>] [--recovery-key <文件>] [--port 8471]
  --provisioning   区级平台发的登记文件，写法见 docs/enrolment.md
  --data           本机数据放在哪里；默认 data/desk
  --recovery-key   区级平台的恢复公钥，本机密钥另存一份给它
  --port           本机端口；0 为任选一个`,
  {
    data: { type: 'string', default: join('data', 'desk') },
    provisioning: { type: 'string', default: 'provisioning.json' },
    'recovery-key': { type: 'string' },
    port: { type: 'string', default: '8471' },
  },
);
const say = (text: string) => process.stderr.write(`${text}\n`);
keepYoungMemorySmall();
const log = openCoreLog('desk');

const data = resolve(options.data);
mkdirSync(data, { recursive: true, mode: 0o700 });
const ending = new AbortController();
let close = async (): Promise<void> => {};
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    ending.abort();
    void close().finally(() => process.exit(0));
  });
}
await buildRenderer(say);
const refuse = (error: unknown): never => {
  const sentence =
    error instanceof Error && 'sentence' in error
      ? String(error.sentence)
      : error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
        ? `端口${options.port}已被占用：一窗可能已经在运行。请使用已打开的页面，或加 --port 0 换一个端口。`
        : null;
  if (sentence === null) throw error;
  say(sentence);
  process.exit(1);
};
const core = await openProvisioned({
  data,
  provisioning: options.provisioning,
  recoveryKey: options['recovery-key'],
  keys: fileKeyProvider(join(data, 'store.key')),
  assets: join(import.meta.dirname, '..', '..', 'assets'),
  log,
  onWaiting: say,
  signal: ending.signal,
  onDamaged: () => setTimeout(() => process.exit(damagedExitCode), 300),
}).catch(refuse);
const server = contractServer(core.routers);
const shell = await openBrowserShell({
  server,
  rendererFolder,
  port: Number(options.port),
  tokens: Object.fromEntries(audiences.map((each) => [each, randomBytes(24).toString('base64url')])),
  log,
}).catch(refuse);
close = async () => {
  await shell.close();
  await core.close();
};
for (const audience of server.audiences) process.stdout.write(`${audience}: ${shell.url(audience)}\n`);
