import { type Kysely, sql } from 'kysely';

/** When the present epoch began by a restore: so long installations send again what was lost with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table district add column restored_at timestamptz`.execute(db);
}
