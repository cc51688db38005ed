import { type Kysely, sql } from 'kysely';

/** Scans and files that have arrived; which case names which is in the cases' manifests. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table blob (
    hash text primary key,
    bytes int not null,
    arrived_at timestamptz not null)`.execute(db);
  await sql`create index case_file_by_attachment on case_file
    using gin ((state -> 'attachments') jsonb_path_ops)`.execute(db);
}
