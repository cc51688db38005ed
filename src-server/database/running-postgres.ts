import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';

/**
 * Connection string of the district's own PostgreSQL where it is at work already, for an errand beside a running
 * server; null where it is not.
 */
export async function runningPostgres(data: string): Promise<string | null> {
  const read = (name: string) => readFile(join(data, name), 'utf8').catch(() => null);
  const [lock, password] = await Promise.all([read('postgres/postmaster.pid'), read('postgres.password')]);
  const port = Number(lock?.split('\n')[3]);
  if (password === null || !Number.isInteger(port) || port < 1) return null;
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/district`;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return url;
  } catch {
    return null; // The lock of one that is gone.
  } finally {
    await client.end().catch(() => undefined);
  }
}
