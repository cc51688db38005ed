import { type Kysely, sql } from 'kysely';

/** The list of matters changes by decision: proposed, reviewed by the offices that keep the lists, published. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `create table matter_change (
       id uuid primary key,
       revision int not null,
       state jsonb not null,
       receiving_counter text,
       receiving_organisation text not null,
       deciding_department text,
       changed_xid xid8 not null)`,
    `create index on matter_change (changed_xid, id)`,
    `alter table matter add column source text not null default 'import'`,
    `alter table district add column matters_version text`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
