/**
 * The district server as a program:
 *   node src-server/main.ts [--host 127.0.0.1] [--port 8470] [--data data/district] [--import <file.json>]
 *
 * Prints `district: http://<host>:<port>` on stdout when it answers; logs go to stderr as JSON lines. With
 * `DATABASE_URL` it works on that PostgreSQL, otherwise on its own in the data folder. SIGTERM, SIGINT and, where it
 * was started with an IPC channel, the end of the parent stop it in order.
 */
import { readFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '#shared/clock/beijing.ts';
import { startEmbeddedPostgres } from './database/embedded-postgres.ts';
import { faultOf, openLog } from './log.ts';

const { values: options } = parseArgs({
  options: {
    host: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: '8470' },
    data: { type: 'string', default: 'data/district' },
    import: { type: 'string' },
  },
});
const log = openLog();

/** What was started, each with the way to stop it; stopped in the opposite order. */
const started: (() => Promise<unknown>)[] = [];
let stopping = false;
let starting: Promise<void> | undefined;

async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  // A stop in the middle of the start waits for the step at work: a half-started PostgreSQL cannot be stopped.
  setTimeout(() => process.exit(1), 20_000).unref();
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
  ]);
  let url = process.env.DATABASE_URL;
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
  const [{ openDatabase }, { importDistrict }, { buildServer }] = await program;
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
  const app = buildServer({ db, log });
  started.push(() => app.close());
  const address = await app.listen({
    host: options.host,
    port: Number(options.port),
  });
  proceed();
  process.stdout.write(`district: ${address}\n`);
}

process.on('SIGTERM', () => void stop(0));
process.on('SIGINT', () => void stop(0));
process.on('disconnect', () => void stop(0));
starting = start();
starting.catch((error: unknown) => {
  if (stopping) return;
  // What is wrong with an import is for the person at the terminal; it names no citizen.
  if (error instanceof Error && error.name === 'ImportRefused') process.stderr.write(`${error.message}\n`);
  else
    log.fatal(
      { fault: faultOf(error), reason: error instanceof Error ? error.message : null },
      'cannot start',
    );
  void stop(1);
});
