import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { faultOf, type Log } from '../log.ts';
import { applicationName } from './embedded-postgres.ts';
import { migrations } from './migrations/migrations.ts';
import { PreparingClient } from './prepared.ts';
import { subjectTables, type Tables } from './tables.ts';

/** A way to run queries: the pool, or one transaction of it. */
export type Queries = Kysely<Tables>;

/** The district's database. The pool is for what Kysely has no words for: listening. */
export interface Database {
  queries: Queries;
  pool: pg.Pool;
  close(): Promise<void>;
}

/**
 * Opens the database, brings it to the newest form, and renews the epoch where it has been restored.
 * Several nodes may do this at once: the migrator takes a lock.
 */
export async function openDatabase(url: string, log: Log): Promise<Database> {
  await migrate(url);
  const pool = new pg.Pool({
    Client: PreparingClient,
    connectionString: url,
    application_name: applicationName,
    max: Number(process.env.DATABASE_POOL || 20),
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 30_000,
  });
  // A connection that breaks is replaced by the pool, one that is lent out too, between two statements of whoever has
  // it: their next one says so. Without a listener on each it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => log.warn({ fault: faultOf(error) }, 'database connection lost'));
  const queries: Queries = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await renewEpoch(queries, log);
  } catch (error) {
    await queries.destroy();
    throw error;
  }
  return { queries, pool, close: () => queries.destroy() };
}

/** On a connection of its own that no time-out ends: an index over a hundred million rows takes its time. */
async function migrate(url: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: url, application_name: applicationName, max: 1 });
  // The step that was at work says it; without listeners the process would end instead.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  try {
    const provider = { getMigrations: async () => migrations };
    const { error } = await new Migrator({ db, provider }).migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await db.destroy();
  }
}

/**
 * A dump restored into another cluster, and a cluster brought back to a point in time, are told by the cluster's
 * identifier and its timeline. Then a new epoch begins, which makes every installation reconcile; and the rows are
 * stamped anew, since transaction numbers of another cluster mean nothing here.
 */
async function renewEpoch(queries: Queries, log: Log): Promise<void> {
  await queries.transaction().execute(async (trx) => {
    await sql`lock table district in exclusive mode`.execute(trx);
    const {
      rows: [now],
    } = await sql<{ cluster: string }>`
      select system_identifier || '/' || timeline_id as cluster
      from pg_control_system(), pg_control_checkpoint()`.execute(trx);
    const cluster = now?.cluster ?? '';
    const before = await trx.selectFrom('district').select('cluster').executeTakeFirst();
    if (before?.cluster === cluster) return;
    const epoch = randomUUID();
    await trx
      .insertInto('district')
      .values({ id: 1, epoch, cluster, reference_version: null })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ epoch, cluster }))
      .execute();
    if (before === undefined) return;
    await trx.updateTable('district').set({ restored_at: sql`now()` }).execute();
    for (const table of Object.values(subjectTables)) {
      await trx.updateTable(table).set({ changed_xid: sql`pg_current_xact_id()` }).execute();
    }
    log.warn({ epoch }, 'the database has been restored: a new epoch begins');
  });
}
