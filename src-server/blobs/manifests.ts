import { type RawBuilder, sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import { isApprovedBy, isAsked, supervisor } from '../sync/relations.ts';

/** The cases whose papers an installation may see: those that its counter or its office received, decides, approves or was asked about. */
const concerns = ({ counter_id, organisation_id }: Installation): RawBuilder<boolean> =>
  sql<boolean>`(receiving_counter = ${counter_id} or receiving_organisation = ${organisation_id}
    or deciding_department = ${organisation_id} or ${isAsked(organisation_id)} or ${supervisor} = ${organisation_id}
    or ${isApprovedBy(organisation_id)})`;

/** The scans of a case whose personal data was erased are nobody's any more. */
const isHeld = sql<boolean>`state #> '{applicant,personal}' is not null`;

/** Whether a case names a blob: in the manifest of its scans, or as what was printed of it. */
const names = (hash: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`(state -> 'attachments' @> jsonb_build_array(jsonb_build_object('hash', ${hash}))
    or state -> 'prints' @> jsonb_build_array(jsonb_build_object('content', ${hash}))
    or state -> 'prints' @> jsonb_build_array(jsonb_build_object('settled', jsonb_build_object('pdf', ${hash}))))`;

/**
 * The size in bytes of a blob that a case which concerns the asker names, or null. Nothing is taken in that no case names, and
 * nothing is given out to whom no such case concerns.
 */
export async function namedFor(queries: Queries, asking: Installation, hash: string): Promise<number | null> {
  const row = await queries
    .selectFrom('case_file')
    .select('state')
    .where(names(sql`${hash}::text`))
    .where(isHeld)
    .where(concerns(asking))
    .limit(1)
    .executeTakeFirst();
  const { attachments = [], prints = [] } = (row?.state ?? {}) as Partial<CaseFile>;
  const named = [
    ...attachments,
    ...prints.map(({ content, bytes }) => ({ hash: content, bytes })),
    ...prints.map(({ settled }) => ({ hash: settled?.pdf, bytes: settled?.pdfBytes })),
  ];
  return named.find((each) => each.hash === hash)?.bytes ?? null;
}

/** Notes that a blob has arrived; said once and again it is the same. */
export async function noteArrival(queries: Queries, hash: string, bytes: number, now: Date): Promise<void> {
  await queries
    .insertInto('blob')
    .values({ hash, bytes, arrived_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those of the given blobs that have arrived, of cases that concern the asker. */
export async function arrivedOf(
  queries: Queries,
  asking: Installation,
  hashes: readonly string[],
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await queries
    .selectFrom('blob')
    .select('hash')
    .where('hash', 'in', hashes)
    .where(
      sql<boolean>`exists (select from case_file where ${concerns(asking)} and ${names(sql`blob.hash`)})`,
    )
    .execute();
  return rows.map(({ hash }) => hash);
}

/** Forgets what no such case names. @returns the hashes; their files are the caller's to remove */
export async function forgetUnnamed(queries: Queries): Promise<string[]> {
  const rows = await queries
    .deleteFrom('blob')
    .where(sql<boolean>`not exists (select from case_file where ${isHeld} and ${names(sql`blob.hash`)})`)
    .returning('hash')
    .execute();
  return rows.map(({ hash }) => hash);
}
