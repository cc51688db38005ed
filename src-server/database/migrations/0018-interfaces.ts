import { type Kysely, sql } from 'kysely';

/**
 * Whoever connects to the district from beyond: their credentials, what they asked, what they are told. Only new tables:
 * a node of the version before goes on beside them, and tells nobody anything.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `create table interface_client (
       id uuid primary key,
       name text not null,
       departments text[],
       matters text[],
       clear boolean not null,
       since timestamptz not null,
       ended_at timestamptz,
       paused_at timestamptz)`,
    `create table interface_credential (
       hash text primary key,
       client_id uuid not null references interface_client,
       since timestamptz not null,
       until timestamptz)`,
    `create table interface_call (
       id bigint generated always as identity primary key,
       client_id uuid,
       operation text not null,
       subject text,
       at timestamptz not null,
       status int not null,
       ms int not null)`,
    `create index on interface_call (at)`,
    `create table interface_act (
       id bigint generated always as identity primary key,
       at timestamptz not null,
       by text not null,
       act text not null,
       target uuid not null,
       reason text not null)`,
    `create table webhook_subscription (
       id uuid primary key,
       client_id uuid not null references interface_client,
       url text not null,
       events text[] not null,
       secret text not null,
       since timestamptz not null,
       ended_at timestamptz,
       paused_at timestamptz)`,
    // No reference to the subscription: taking a case in waits for nobody who changes one.
    `create table webhook_message (
       id uuid primary key default gen_random_uuid(),
       subscription_id uuid not null,
       body jsonb not null,
       entered_at timestamptz not null,
       state text not null default 'waiting' check (state in ('waiting', 'delivered', 'givenUp', 'dropped')),
       attempts int not null default 0,
       next_at timestamptz not null,
       give_up_at timestamptz not null,
       settled_at timestamptz)`,
    `create index on webhook_message (subscription_id, next_at) where state = 'waiting'`,
    `create index on webhook_message (subscription_id) where state = 'givenUp'`,
    `create index on webhook_message (entered_at)`,
    `create table webhook_attempt (
       id bigint generated always as identity primary key,
       message_id uuid not null references webhook_message on delete cascade,
       at timestamptz not null,
       status int,
       fault text,
       ms int)`,
    `create index on webhook_attempt (message_id)`,
    `create index on webhook_attempt (at)`,
    `create table change_mark (
       at timestamptz primary key,
       epoch uuid not null,
       xid xid8 not null)`,
  ])
    await sql.raw(statement).execute(db);
}
