import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL cluster that a whole run shares. */
    postgres: string;
  }
}

/** Vitest's global setup of the integration tests: one real PostgreSQL for all files, removed without a trace. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const data = await mkdtemp(join(tmpdir(), 'yichuang-postgres-'));
  // PostgreSQL runs under an account of its own where the tests run as root.
  await chmod(data, 0o755);
  const postgres = await startEmbeddedPostgres(data, openLog({ write: () => undefined }));
  project.provide('postgres', postgres.url);
  return async () => {
    await postgres.stop();
    await rm(data, { recursive: true });
  };
}
