import { type Kysely, sql } from 'kysely';

/**
 * A pull reads what concerns its asker in the order of changes: one index for each relation that it asks by, so that a
 * page costs the same in a district of ten million cases as in one of ten thousand. The index by changes alone served
 * every pull and none well.
 */
export async function up(db: Kysely<never>): Promise<void> {
  for (const [table, relation] of [
    ['case_file', 'receiving_organisation'],
    ['case_file', 'receiving_counter'],
    ['case_file', 'deciding_department'],
    ['visit', 'receiving_counter'],
    ['ticket', 'receiving_counter'],
  ] as const)
    await sql`create index on ${sql.table(table)} (${sql.ref(relation)}, changed_xid, id)`.execute(db);
  for (const table of ['case_file', 'visit', 'ticket'])
    await sql`drop index ${sql.id(`${table}_changed_xid_id_idx`)}`.execute(db);
}
