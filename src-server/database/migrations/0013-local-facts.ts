import { type Kysely, sql } from 'kysely';

/** What centres and stations say of their own about matters. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table local_facts (
    id uuid primary key,
    revision int not null,
    state jsonb not null,
    receiving_counter text,
    receiving_organisation text not null,
    deciding_department text,
    changed_xid xid8 not null)`.execute(db);
  await sql`create index on local_facts (receiving_organisation, changed_xid, id)`.execute(db);
}
