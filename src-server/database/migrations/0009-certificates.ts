import { type Kysely, sql } from 'kysely';

/** The shared register of certificates; its days as text, which are Beijing days and nothing else. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const statement of [
    `create table certificate (
       number text primary key,
       case_id uuid,
       department_id text not null,
       department_name text not null,
       name text not null,
       material_id text,
       holder jsonb,
       valid_from text not null,
       valid_until text,
       status text not null check (status in ('valid', 'revoked', 'withdrawn')),
       source text not null check (source in ('issued', 'imported')),
       entered_at timestamptz not null)`,
    `create index certificate_by_holder on certificate ((holder ->> 'idNumber')) where holder is not null`,
    `create index certificate_by_case on certificate (case_id)`,
    `create index certificate_by_end on certificate (department_id, valid_until) where status = 'valid'`,
  ]) {
    await sql.raw(statement).execute(db);
  }
}
