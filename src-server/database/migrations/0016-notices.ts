import { type Kysely, sql } from 'kysely';

/** Word to applicants that waits to be sent, and what became of it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`create table notice (
    case_id uuid not null,
    position int not null,
    phone text,
    text text not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
    attempts int not null default 0,
    next_at timestamptz not null,
    entered_at timestamptz not null,
    settled_at timestamptz,
    primary key (case_id, position))`.execute(db);
  await sql`create index notice_waiting on notice (next_at) where state = 'waiting'`.execute(db);
}
