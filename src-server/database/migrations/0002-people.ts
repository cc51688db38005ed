import { type Kysely, sql } from 'kysely';

/** People and their authority, installations as the district manages them, and what goes wrong. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    ...['staff_change', 'installation_record', 'quarantine_item'].flatMap((table) => [
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
    `create index on quarantine_item ((state ->> 'installationId'), (state -> 'given' ->> 'subjectId'))`,
    // What was held back so far becomes an item that people can see and dispose of.
    `insert into quarantine_item
       select item.id, 1,
         jsonb_build_object('id', item.id, 'revision', 1, 'status', 'held', 'reason', 'failed',
           'installationId', item.installation_id, 'seq', item.seq, 'commandId', command.command_id,
           'given', null, 'stampedAt', ${instantText('item.stamped_at')},
           'disposal', null),
         installation.counter_id, installation.organisation_id, null, pg_current_xact_id()
       from (select *, overlay(gen_random_uuid()::text placing '7' from 15 for 1)::uuid as id from quarantine) as item
         join command using (installation_id, seq)
         join installation on installation.id = item.installation_id`,
    `drop table quarantine`,
    // An installation is a subject from here on, and subjects have ids of version 7.
    ...['command', 'enrolment_code'].map(
      (table) => `alter table ${table} drop constraint ${table}_installation_id_fkey,
         add constraint ${table}_installation_id_fkey
           foreign key (installation_id) references installation on update cascade`,
    ),
    `update quarantine_item set state = jsonb_set(state, '{installationId}',
       to_jsonb(overlay(state ->> 'installationId' placing '7' from 15 for 1)))`,
    `update installation set id = overlay(id::text placing '7' from 15 for 1)::uuid`,
    `alter table installation
       add column approved_at timestamptz,
       add column cloned_at timestamptz,
       add column former_ids uuid[] not null default '{}',
       add column former_series text[] not null default '{}',
       add column run_id text,
       add column enrolment_nonce text`,
    `update installation set approved_at = enrolled_at`,
    `create unique index on installation (public_key)`,
    `create table installation_run (
       installation_id uuid not null references installation,
       run_id text not null,
       late boolean not null default false,
       first_heard_at timestamptz not null,
       primary key (installation_id, run_id))`,
    `insert into installation_record
       select id, 1,
         jsonb_build_object('id', id, 'revision', 1, 'status', case when revoked_at is null then 'active' else 'revoked' end,
           'kind', kind, 'counterId', counter_id, 'organisationId', organisation_id, 'hallId', hall_id,
           'areaCode', area_code, 'series', series, 'machineName', '', 'replaces', null,
           'enrolledAt', ${instantText('enrolled_at')}, 'approved', null,
           'revoked', case when revoked_at is not null then jsonb_build_object('by', 'system', 'reason', '',
             'at', jsonb_build_object('capturedAt', ${instantText('revoked_at')}, 'notBefore', null,
               'notAfter', null, 'uploadedAt', ${instantText('revoked_at')})) end,
           'clonedAt', null),
         counter_id, organisation_id, null, pg_current_xact_id()
       from installation`,
    `alter table enrolment_code add column replaces boolean not null default false`,
    `create table hall_file (
       secret_hash text primary key,
       hall_id text not null,
       organisation_id text not null,
       area_code text not null,
       uses int not null,
       used int not null default 0,
       expires_at timestamptz not null,
       approved_machines jsonb not null,
       check (used between 0 and uses))`,
    `alter table number_series add column epoch uuid`,
    `update number_series set epoch = (select epoch from district)`,
    `create table staff_posting (
       posting_id text primary key,
       body jsonb not null,
       source text not null)`,
    `alter table district add column staff_version text`,
    `insert into staff_posting
       select posting ->> 'postingId', posting, 'import'
       from district join reference on reference.version = district.reference_version,
         jsonb_array_elements(reference.body -> 'staff') as posting`,
    `update district set staff_version = 'migrated' where exists (select from staff_posting)`,
    `alter table district add column pass_public_key text, add column pass_private_key text`,
    `create table person_key (
       person_id text not null,
       public_key text not null,
       sealed_key text not null,
       since timestamptz not null,
       until timestamptz,
       primary key (person_id, public_key))`,
    `create unique index person_key_in_use on person_key (person_id) where until is null`,
    `create table sign_in_attempt (
       subject text primary key,
       count int not null,
       until timestamptz not null)`,
    `alter table command add column erased_at timestamptz`,
    `create table erasure (
       id bigint generated always as identity primary key,
       at timestamptz not null,
       concluded_before date not null,
       cases int not null,
       tickets int not null,
       commands int not null)`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}

/** A moment as text, as the states hold it. */
function instantText(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}
