import { type Kysely, sql } from 'kysely';

/** What was printed of a case follows it like its scans, and is asked for by its hash. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index case_file_by_print on case_file
    using gin ((state -> 'prints') jsonb_path_ops)`.execute(db);
}
