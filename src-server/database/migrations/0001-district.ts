import { type Kysely, sql } from 'kysely';

/** The first form of the district's database. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `create table reference (
       version text primary key,
       body jsonb not null,
       published_at timestamptz not null)`,
    `create table district (
       id int primary key check (id = 1),
       epoch uuid not null,
       cluster text not null,
       reference_version text references reference)`,
    `create table matter (
       code text not null,
       version int not null,
       body jsonb not null,
       primary key (code, version))`,
    `create table person_password (
       person_id text primary key,
       verifier text not null)`,
    `create table number_series (
       area_code text primary key,
       last_series int not null check (last_series between 1 and 999))`,
    `create table installation (
       id uuid primary key,
       kind text not null,
       counter_id text,
       organisation_id text not null,
       hall_id text,
       area_code text not null,
       series text not null,
       public_key text not null,
       token_hash text not null unique,
       instance_id uuid not null unique,
       last_seq int not null default 0,
       last_hash text not null,
       enrolled_at timestamptz not null,
       revoked_at timestamptz,
       unique (area_code, series))`,
    `create table enrolment_code (
       code_hash text primary key,
       kind text not null,
       counter_id text,
       organisation_id text not null,
       hall_id text,
       area_code text not null,
       installation_id uuid references installation)`,
    ...['ticket', 'visit', 'case_file'].flatMap((table) => [
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
    // The leased series make a number unique; a client that breaks this is caught here.
    `create unique index case_number on case_file ((state ->> 'caseNumber'))`,
    // The key also says that a command takes effect once, whoever carries it here.
    `create table event (
       command_id uuid not null,
       position int not null,
       subject_kind text not null,
       subject_id uuid not null,
       revision int not null,
       event jsonb not null,
       stamped_at timestamptz not null,
       primary key (command_id, position))`,
    `create index on event (subject_id, revision)`,
    `create table command (
       installation_id uuid not null references installation,
       seq int not null,
       command_id uuid not null,
       hash text not null,
       envelope json not null,
       outcome text not null,
       refusal jsonb,
       stamped_at timestamptz not null,
       primary key (installation_id, seq))`,
    `create index on command (command_id)`,
    `create table quarantine (
       installation_id uuid not null,
       seq int not null,
       reason text not null,
       stamped_at timestamptz not null,
       primary key (installation_id, seq),
       foreign key (installation_id, seq) references command)`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
