import { type Kysely, sql } from 'kysely';

/** Cases are found by the departments that were asked about them, and by the one that supervises their decision. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index case_file_by_inquiry on case_file
    using gin ((state -> 'inquiries') jsonb_path_ops)`.execute(db);
  await sql`create index case_file_by_supervisor on case_file ((state #>> '{decision,sentTo,departmentId}'))
    where state #>> '{decision,sentTo,departmentId}' is not null`.execute(db);
}
