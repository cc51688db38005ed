import { type Kysely, sql } from 'kysely';

/** A case that was taken in outside the hall is found by the centres that approve it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index case_file_by_centre on case_file using gin ((state #> '{outside,centres}') jsonb_path_ops)
    where state #> '{outside,centres}' is not null`.execute(db);
}
