import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { until } from '../support/wait.ts';

/** A fresh, empty database on the run's PostgreSQL; gone with the cluster when the run ends. */
export async function freshDatabase(): Promise<string> {
  const url = new URL(inject('postgres'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = name;
  return url.href;
}

/** Until somebody waits for what this transaction holds: of locks it sees those of now, of activity those of its first look. */
export const isWaitedFor = (holding: pg.ClientBase): Promise<boolean> =>
  until('somebody waits for the lock', async () => {
    const { rowCount } = await holding.query(
      'select 1 from pg_locks where not granted and pg_backend_pid() = any(pg_blocking_pids(pid))',
    );
    return rowCount !== 0;
  });

/**
 * Waits until everything that was committed is settled: below the oldest transaction at work in the whole cluster, in which
 * other files of tests have databases as well. Until then a pull gives it again, whole and with no end of a page.
 */
export async function settled(database: Pick<pg.Client, 'query'>): Promise<void> {
  const { rows } = await database.query<{ now: string }>('select pg_current_xact_id()::text as now');
  await until('all is settled', async () => {
    const oldest = await database.query<{ xmin: string }>(
      'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
    );
    return BigInt(oldest.rows[0]?.xmin ?? 0) > BigInt(rows[0]?.now ?? 0);
  });
}
