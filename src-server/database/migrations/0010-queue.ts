import { type Kysely, sql } from 'kysely';

/** What whoever runs a hall has set for a day, and who has booked; a ticket is followed from afar by its token. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    ...['hall_day', 'booking'].flatMap((table) => [
      `create table ${table} (
         id uuid primary key,
         revision int not null,
         state jsonb not null,
         receiving_counter text,
         receiving_organisation text not null,
         deciding_department text,
         changed_xid xid8 not null)`,
      `create index on ${table} (changed_xid, id)`,
    ]),
    `create index booking_by_day on booking ((state ->> 'hallId'), (state ->> 'day'))`,
    `create index ticket_by_token on ticket ((state ->> 'token')) where state ->> 'token' is not null`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
