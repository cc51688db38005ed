import { type Kysely, sql } from 'kysely';

/** The second chain of every installation: who was shown what is masked otherwise; and where a chain did not continue. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table installation
    add column unmasked_seq int not null default 0,
    add column unmasked_hash text not null default ${sql.lit(`sha256:${'0'.repeat(64)}`)}`.execute(db);
  await sql`create table unmasking (
    installation_id uuid not null references installation,
    seq int not null,
    id bigint generated always as identity unique,
    hash text not null,
    at timestamptz not null,
    arrived_at timestamptz not null,
    actor_id text not null,
    subject_kind text not null,
    subject_id uuid not null,
    place text not null,
    primary key (installation_id, seq))`.execute(db);
  await sql`create index unmasking_by_actor on unmasking (actor_id, id)`.execute(db);
  await sql`create index unmasking_by_subject on unmasking (subject_id, id)`.execute(db);
  await sql`create table unmasking_alarm (
    installation_id uuid not null references installation,
    seq int not null,
    offered_hash text not null,
    noticed_at timestamptz not null,
    primary key (installation_id, seq, offered_hash))`.execute(db);
}
