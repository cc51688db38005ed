import { type Kysely, sql } from 'kysely';

/**
 * The district's own private keys may lie there sealed. A node of the version before knows only the clear ones: they are
 * sealed once no such node is at work any more.
 */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table district
    add column pass_sealed_key text, add column pass_sealing_key text,
    add column carry_sealed_key text, add column carry_sealing_key text`.execute(db);
}
