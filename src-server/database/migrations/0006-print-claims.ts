import { type Kysely, sql } from 'kysely';

/** Which print job of which installation prints a certificate: one in the whole district, for good. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table print_claim (
    certificate_id text primary key,
    job_id uuid not null,
    installation_id uuid not null,
    claimed_at timestamptz not null)`.execute(db);
}
