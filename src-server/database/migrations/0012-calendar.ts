import { type Kysely, sql } from 'kysely';

/** Working calendars as offices published them, year by year. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table calendar_year (
    id uuid primary key,
    revision int not null,
    state jsonb not null,
    receiving_counter text,
    receiving_organisation text not null,
    deciding_department text,
    changed_xid xid8 not null)`.execute(db);
  await sql`create index on calendar_year (changed_xid, id)`.execute(db);
}
