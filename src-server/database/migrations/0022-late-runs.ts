import { type Kysely, sql } from 'kysely';

/**
 * When a start of a program was first heard after another had taken over. Nodes of the version before go by `late`, which
 * stays for them; both begin anew with what the other has not noted.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table installation_run add column late_at timestamptz`.execute(db);
}
