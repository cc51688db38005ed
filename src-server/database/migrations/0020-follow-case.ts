import { type Kysely, sql } from 'kysely';

/** A case is followed from afar by the token of its slip. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index case_file_by_token on case_file ((state ->> 'token'))
    where state ->> 'token' is not null`.execute(db);
}
