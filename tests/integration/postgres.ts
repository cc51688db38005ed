import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A cluster that the whole run shares, where this file is the run's global setup. */
    postgres?: string;
  }
}

/** Starts a real PostgreSQL in a folder of its own; `stop` removes it without a trace. */
async function startCluster(): Promise<{ url: string; stop(): Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'yichuang-postgres-'));
  await chmod(data, 0o755);
  const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
  return {
    url: postgres.url,
    stop: async () => {
      await postgres.stop();
      await rm(data, { recursive: true });
    },
  };
}

/** As Vitest's `globalSetup`: one cluster for all files of a run. Without it each file starts one. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startCluster();
  project.provide('postgres', url);
  return stop;
}

let own: ReturnType<typeof startCluster> | undefined;

/** A fresh, empty database on a real PostgreSQL; gone when the test file ends. */
export async function freshDatabase(): Promise<string> {
  const shared = inject('postgres');
  own ??= shared === undefined ? startCluster() : undefined;
  const url = new URL(shared ?? (await own)?.url ?? '');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  url.pathname = name;
  return url.href;
}

afterAll(async () => {
  await (await own)?.stop();
  own = undefined;
});
