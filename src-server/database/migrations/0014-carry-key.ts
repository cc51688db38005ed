import { type Kysely, sql } from 'kysely';

/** The key to which files are sealed that come here by hand. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table district add column carry_public_key text, add column carry_private_key text`.execute(
    db,
  );
}
