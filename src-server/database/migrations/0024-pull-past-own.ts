import { type Kysely, sql } from 'kysely';

/**
 * A counter that has changed its office asks for what it received for the others, and a department for what it supervises.
 * Both past nothing that they do not get: else each page of a first pull reads all there is. Where the table is large, the
 * indexes are made beforehand, concurrently (docs/deployment.md).
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `create index if not exists case_file_by_counter_and_office
      on case_file (receiving_counter, receiving_organisation, changed_xid, id)`,
    `drop index case_file_receiving_counter_changed_xid_id_idx`,
    `create index if not exists case_file_supervised
      on case_file ((state #>> '{decision,sentTo,departmentId}'), changed_xid, id)
      where state #>> '{decision,sentTo,departmentId}' is not null`,
    `drop index case_file_by_supervisor`,
  ])
    await sql.raw(statement).execute(db);
}
