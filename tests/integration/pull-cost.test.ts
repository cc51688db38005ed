import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import type { PullOutput } from '#shared/contracts/district.ts';
import type { Queries } from '../../src-server/database/database.ts';
import type { Installation } from '../../src-server/identity/installation.ts';
import { publishedReference } from '../../src-server/organisation/published.ts';
import { pull } from '../../src-server/sync/pull.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation } from './installation.ts';
import { settled } from './postgres.ts';

/** A first pull of many pages: what each of them reads does not grow with what lies before and behind it. */
describe('a page of a pull reads what it gives and little more', () => {
  const cases = 20_000;
  const pullPage = 500;
  let district: TestDistrict;

  beforeAll(async () => {
    district = await startDistrict();
    // Of one transaction, as an import writes them: by its number PostgreSQL cannot tell how many are left.
    await sql`insert into case_file
      select uuidv7(), 1,
        jsonb_build_object('caseNumber', lpad(n::text, 25, '0'), 'inquiries', '[]'::jsonb,
          'decision', case when n % 4 = 0 then '{"sentTo":{"departmentId":"market"}}'::jsonb end,
          'text', (select string_agg(md5(n::text || part), '') from generate_series(1, 50) as part)),
        'hanghai-1', 'hanghai', 'civil', pg_current_xact_id()
      from generate_series(1, ${sql.lit(cases)}) as n`.execute(district.db.queries);
    await sql`vacuum analyze case_file`.execute(district.db.queries);
    await settled(district.db.pool);
  });

  it.each([
    ['of a counter that received them all', 'CODE-HANGHAI-1', cases],
    ['of a department that decides them all', 'CODE-CIVIL', cases],
    ['of the department that supervises a quarter of them', 'CODE-MARKET', cases / 4],
  ])('%s', async (_, code, all) => {
    const { enrolment } = await enrolInstallation(district.url, code);
    const installation = (await district.db.queries
      .selectFrom('installation')
      .selectAll()
      .where('id', '=', enrolment.installationId)
      .executeTakeFirstOrThrow()) as Installation;
    await district.db.queries.transaction().execute(async (trx) => {
      const services = {
        db: { ...district.db, queries: trx },
        now: () => '2026-07-01T01:00:00.000Z' as Instant,
        pullPage,
        published: publishedReference(),
        sealingKeys: [],
      };
      let [read, given, cookie] = [await rowsRead(trx), 0, null as string | null];
      for (let more = true; more; ) {
        const page: Omit<PullOutput, 'hall'> = await pull(services, installation, {
          ...{ cookie, protocolVersion: 3, states: 'text', referenceVersion: null, staffVersion: null },
        });
        const readNow = await rowsRead(trx);
        expect(readNow - read).toBeLessThan(2 * pullPage);
        read = readNow;
        given += page.changes.length;
        ({ cookie, more } = page);
      }
      expect(given).toBe(all);
    });
  });
});

/** Rows of cases that a connection has read, whatever came of them. */
async function rowsRead(queries: Queries): Promise<number> {
  const { rows } = await sql<{ read: string }>`select seq_tup_read + idx_tup_fetch as read
    from pg_stat_xact_user_tables where relname = 'case_file'`.execute(queries);
  return Number(rows[0]?.read);
}
