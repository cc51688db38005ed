import { Kysely, PostgresDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../src-server/database/migrations/migrations.ts';
import { freshDatabase } from './postgres.ts';

/** A database of its own, brought to one migration after the other. */
async function migrating() {
  const pool = new pg.Pool({ connectionString: await freshDatabase(), max: 1 });
  const db = new Kysely<never>({ dialect: new PostgresDialect({ pool }) });
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  return {
    pool,
    async to(name: string) {
      expect((await migrator.migrateTo(name)).error).toBeUndefined();
    },
    close: () => db.destroy(),
  };
}

describe('what nodes of the version before work with', () => {
  it('is as it was, where the interfaces come beside it', async () => {
    const { pool, to, close } = await migrating();
    const shape = async () =>
      (
        await pool.query<{ of: string; what: string }>(`
          select table_name as of, column_name || ' ' || data_type || ' ' || is_nullable || ' '
            || coalesce(column_default, '') as what from information_schema.columns where table_schema = 'public'
          union all select tablename, indexdef from pg_indexes where schemaname = 'public'
          union all select conrelid::regclass::text, pg_get_constraintdef(oid) from pg_constraint where conrelid <> 0
          union all select tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal
          order by 1, 2`)
      ).rows.filter(({ of }) => !/^(interface|webhook|change)_|^kysely/.test(of));
    await to('0017-unmaskings');
    const before = await shape();
    expect(before.length).toBeGreaterThan(100);
    await to('0018-interfaces');
    expect(await shape()).toEqual(before);
    await close();
  });

  it('are the keys in the clear, which the migration leaves where they are', async () => {
    const { pool, to, close } = await migrating();
    await to('0022-late-runs');
    await pool.query(`insert into district
      (id, epoch, cluster, pass_public_key, pass_private_key, carry_public_key, carry_private_key)
      values (1, gen_random_uuid(), 'one', 'a', 'b', 'c', 'd')`);
    const keys = async () =>
      (
        await pool.query(
          'select pass_public_key, pass_private_key, carry_public_key, carry_private_key from district',
        )
      ).rows;
    const before = await keys();
    await to('0023-sealed-keys');
    expect(await keys()).toEqual(before);
    await close();
  });
});
