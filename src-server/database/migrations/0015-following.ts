import { type Kysely, sql } from 'kysely';

/** Whoever follows a ticket asks who waits in its hall: a list that is short, of tables that are long. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create index ticket_waiting on ticket ((state ->> 'hallId'), (state ->> 'businessDay'))
    where state ->> 'status' = 'waiting'`.execute(db);
}
