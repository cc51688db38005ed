/**
 * The district server as a program:
 *   node src-server/main.ts [--host 127.0.0.1] [--port 8470] [--data data/district] [--import <file.json>]
 *
 * Or does one thing and ends, beside a running server or without one:
 *   --hall-file <out.json> --hall <id> [--uses 70] [--hours 12] [--approve-listed <names.txt>] [--url <address>]
 *   --code <counter, hall for a kiosk (--back-office for its back office), or organisation> [--replaces]
 *   --installations
 *   --first-password <staff number>
 *   --revoke <installation> --reason <text>
 *   --erase-concluded-before <date>
 *   --verify-chains
 *   --import-certificates <lines.jsonl>
 *   --interface-client <name> [--departments <id,id>] [--matters <code,code>] [--clear]
 *   --renew-credential <client>
 *   --end-interface-client <client>
 *   --interface-clients
 *
 * The environment brings what nobody else may read or what differs from node to node: `DATABASE_URL`, `DATABASE_POOL`
 * (connections, 20), `TLS_CERTIFICATE` and `TLS_KEY` (PEM files), `METRICS_TOKEN` (who may read /metrics), `BOOKING_TOKEN`
 * (who may book for the public), `WEBHOOK_NETWORKS` (private networks into which messages may go), `SEALING_KEYS` (by
 * which private keys lie sealed in the database), `DRAIN_SECONDS` (how long it says that it stops before it does).
 *
 * Prints `district: http://<host>:<port>` (https where it speaks TLS) on stdout when it answers; logs go to stderr as
 * JSON lines. With `DATABASE_URL` it works on that PostgreSQL, otherwise on its own in the data folder. SIGTERM, SIGINT
 * and, where it was started with an IPC channel, the end of the parent stop it in order.
 */
import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Instant } from '#shared/clock/beijing.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { runningPostgres } from './database/running-postgres.ts';
import { errandOptions, isErrand } from './identity/errand-options.ts';
import { endOnFault, faultOf, openLog } from './log.ts';
import { tlsFilesOf } from './tls.ts';

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8470' },
    data: { type: 'string', default: 'data/district' },
    import: { type: 'string' },
    ...errandOptions,
  },
});
const log = openLog();
endOnFault(log);

/** What was started, each with the way to stop it; stopped in the opposite order. */
const started: (() => Promise<unknown>)[] = [];
let stopping = false;
let starting: Promise<void> | undefined;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // A stop in the middle of the start waits for the step at work: a half-started PostgreSQL cannot be stopped.
  setTimeout(() => process.exit(1), 20_000 + Number(process.env.DRAIN_SECONDS ?? 0) * 1000).unref();
  await starting?.catch(() => undefined);
  for (const end of started.reverse()) {
    await end().catch((error: unknown) =>
      log.error({ fault: faultOf(error) }, 'could not be stopped in order'),
    );
  }
  process.exit(exitCode);
}
const proceed = () => {
  if (stopping) throw new Error('stopped while starting');
};

async function start(): Promise<void> {
  // Compiling is most of a start: kept from one to the next, and the rest is loaded while PostgreSQL starts.
  enableCompileCache(join(options.data, 'compile-cache'));
  const program = Promise.all([
    import('./database/database.ts'),
    import('./organisation/import.ts'),
    import('./server.ts'),
    import('./notices/queue.ts'),
    import('./notices/file-provider.ts'),
    import('./notices/reminders.ts'),
    import('./interfaces/deliver.ts'),
    import('./interfaces/policy.ts'),
    import('./interfaces/address.ts'),
    import('./database/sealing.ts'),
    import('./identity/own-keys.ts'),
  ]);
  let url = process.env.DATABASE_URL || (isErrand(options) ? await runningPostgres(options.data) : null);
  if (!url) {
    const postgres = await startEmbeddedPostgres(options.data, log);
    started.push(postgres.stop);
    void postgres.ended.then(() => {
      if (stopping) return;
      log.fatal('PostgreSQL has ended');
      void stop(1);
    });
    url = postgres.url;
  }
  const [
    { openDatabase },
    { importDistrict },
    { buildServer },
    { keepSending },
    { fileProvider },
    { keepReminding },
    { keepDelivering },
    { webhookPolicy },
    { networksOf },
    { sealingKeysOf },
    { ownKey },
  ] = await program;
  proceed();
  const db = await openDatabase(url, log);
  started.push(db.close);
  proceed();
  if (options.import !== undefined) {
    await importDistrict(
      db.queries,
      await readFile(options.import, 'utf8'),
      new Date().toISOString() as Instant,
    );
    log.info('import published');
    proceed();
  }
  const tls = tlsFilesOf(process.env);
  const scheme = tls === null ? 'http' : 'https';
  if (isErrand(options)) {
    const { runErrand } = await import('./identity/errands.ts');
    const address = `${scheme}://${options.host}:${options.port}`;
    const now = new Date().toISOString() as Instant;
    process.stdout.write(`${await runErrand(db.queries, options, address, now)}\n`);
    void stop(0);
    return;
  }
  const health = { stopping: false };
  const webhookNetworks = networksOf(process.env.WEBHOOK_NETWORKS);
  const sealingKeys = sealingKeysOf(process.env);
  // A node that cannot sign for the district serves nobody; the others go on.
  for (const use of ['pass', 'carry'] as const) await ownKey({ db, sealingKeys }, use);
  proceed();
  const app = buildServer({
    ...{ db, log, health, blobFolder: join(options.data, 'blobs'), tls },
    metricsToken: process.env.METRICS_TOKEN || null,
    bookingToken: process.env.BOOKING_TOKEN || null,
    ...{ webhookNetworks, sealingKeys },
  });
  started.push(() => app.close());
  const reminders = keepReminding(db, log);
  started.push(reminders.close);
  const texts = keepSending(db, fileProvider(join(options.data, 'texts.jsonl')), log);
  started.push(texts.close);
  const messages = keepDelivering(db, {
    policy: () => webhookPolicy(db.queries, webhookNetworks),
    keys: sealingKeys,
    log,
  });
  started.push(messages.close);
  started.push(async () => {
    health.stopping = true;
    // So long a balancer may take to notice; what it still sends here is answered.
    await delay(Number(process.env.DRAIN_SECONDS ?? 0) * 1000);
  });
  const address = await app.listen({
    host: options.host,
    port: Number(options.port),
  });
  proceed();
  process.stdout.write(`district: ${address.replace(/^http:/, `${scheme}:`)}\n`);
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
process.on('disconnect', () => void stop(0));
starting = start();
starting.catch((error: unknown) => {
  if (stopping) return;
  // What is wrong with an import is for the person at the terminal; it names no citizen.
  if (error instanceof Error && ['ImportRefused', 'ErrandRefused'].includes(error.name))
    process.stderr.write(`${error.message}\n`);
  else
    log.fatal(
      { fault: faultOf(error), reason: error instanceof Error ? error.message : null },
      'cannot start',
    );
  void stop(1);
});
