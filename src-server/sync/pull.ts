import { type RawBuilder, sql } from 'kysely';
import type { CommandResult, PullInput, PullOutput } from '#shared/contracts/district.ts';
import { lineage } from '#shared/organisation/organisation.ts';
import { isReadBy, type SubjectKind } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import { subjectTables } from '../database/tables.ts';
import { type Installation, lineOf } from '../identity/installation.ts';
import type { Published } from '../organisation/published.ts';
import type { Services } from '../services.ts';
import { carryKey } from './carry-key.ts';
import { isApprovedBy, isAskedOrSupervises } from './relations.ts';
import { resultOf } from './results.ts';

/** Everything in the row order (transaction, id) after this is new to the asker. */
export interface Position {
  xid: string;
  id: string;
}
export const zeroId = '00000000-0000-0000-0000-000000000000';
const start: Position = { xid: '0', id: zeroId };

interface Change {
  kind: SubjectKind;
  id: string;
  revision: number;
  state: Record<string, unknown>;
  xid: string;
}

/**
 * What has changed for an installation since its cookie.
 *
 * No late transaction is skipped. Each row carries the transaction that last wrote it, and numbers are handed out
 * at the first write, not in the order of commits: 105 may be visible while 100 is still at work. So the cookie
 * stays below the oldest transaction at work in the snapshot (xmin). Below xmin everything has ended, and what
 * it wrote is in this answer or an earlier one; from xmin on everything is asked for again next time. Some rows come
 * twice; they are whole states, so that does no harm.
 *
 * And it names a row that is there, never xmin itself: numbers of transactions that came to nothing are on no disk, and
 * after a crash PostgreSQL hands them out again. What is committed under them then must lie behind every cookie.
 *
 * Pages are cut only below xmin, where nothing can appear any more. Each state shows the asker's own commands up to the
 * `lastSeq` of its page; that all states do is so once the last page (`more` is false) has come.
 */
export async function pull(
  { db, now, published, pullPage }: Services,
  asking: Installation,
  input: Pick<PullInput, 'protocolVersion' | 'cookie' | 'referenceVersion' | 'staffVersion'>,
): Promise<Omit<PullOutput, 'hall'>> {
  return db.queries
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const { xmin, epoch, lastSeq } = await snapshotOf(trx, asking);
      const after = positionOf(input.cookie, epoch);
      const held = await published(trx);
      const office = asking.kind === 'office' ? officesUnder(held, asking) : [];
      const scope = scopeOf(asking, office).filter(([kind]) => isReadBy(input.protocolVersion, kind));
      const first = await changes(
        trx,
        scope,
        sql`(changed_xid, id) > (${after.xid}::xid8, ${after.id}::uuid)`,
        // Ties only where two kinds share an id: a page must not be cut between them.
        sql`fetch first ${pullPage} rows with ties`,
      );
      const settled = first.filter(({ xid }) => BigInt(xid) < BigInt(xmin));
      const more = settled.length >= pullPage;
      const isCut = first.length >= pullPage;
      const unsettled = more
        ? []
        : isCut
          ? await changes(trx, scope, sql`changed_xid >= ${xmin}::xid8`, sql``)
          : first.slice(settled.length);
      const reached = settled.at(-1) ?? after;
      const all = [...settled, ...unsettled];
      return {
        epoch,
        serverTime: now(),
        cookie: `${epoch}:${reached.xid}:${reached.id}`,
        lastSeq,
        changes: all.map(({ kind, id, revision, state }) => ({
          kind,
          id,
          revision,
          state,
        })),
        more,
        carryKey: (await carryKey(db.queries)).publicKey,
        // Whoever sees no item of theirs changed has no outcome to hear of either.
        results: all.some(({ kind }) => kind === 'quarantine') ? await settledSince(trx, asking, after) : [],
        reference: held === null || held.reference.version === input.referenceVersion ? null : held.reference,
        staff: held === null || held.staff.version === input.staffVersion ? null : held.staff,
      };
    });
}

/** The first query fixes the snapshot of the transaction; all that follow see the same. */
async function snapshotOf(trx: Queries, asking: Installation) {
  const { rows } = await sql<{ xmin: string; epoch: string; lastSeq: number }>`
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, epoch, last_seq as "lastSeq"
    from district, installation where installation.id = ${asking.id}`.execute(trx);
  const [row] = rows;
  if (row === undefined) throw new Error('an installation has gone');
  return row;
}

/** Reads a cookie; a foreign epoch, or what is no cookie, starts from zero. */
export function positionOf(cookie: string | null, epoch: string): Position {
  const [given, xid, id] = cookie?.split(':') ?? [];
  const fits = given === epoch && /^\d{1,18}$/.test(xid ?? '') && uuid.test(id ?? '');
  return fits && xid !== undefined && id !== undefined ? { xid, id } : start;
}
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The office that asks and those below it, whose people and machines it watches over. */
function officesUnder(published: Published | null, { organisation_id }: Installation): string[] {
  const tree = published?.reference.organisations ?? [];
  return tree
    .filter(({ id }) => lineage(tree, id).some((each) => String(each.id) === organisation_id))
    .map(({ id }) => id);
}

/** One kind of subject that somebody sees, and which of them. */
type Part = readonly [kind: SubjectKind, where: RawBuilder<unknown>];

/**
 * What is in the asker's scope. A counter sees what it received, and the cases of its own office, since any of its
 * counters may have to answer for them, and what its office has to approve; a department sees the cases that it decides; an office sees the people and
 * machines of the organisations below it, what they propose for the list of matters, and what of theirs is held back.
 *
 * No part has rows of another, and each has an index of its own that ends in (changed_xid, id): a page is read off these
 * in order, however many rows lie before and behind it.
 */
function scopeOf(asking: Installation, office: readonly string[]): Part[] {
  const { kind, counter_id, organisation_id } = asking;
  const heldBack: Part = ['quarantine', sql`state ->> 'installationId' = any(${lineOf(asking)})`];
  // What has been approved is published: everybody takes it over from the change itself, as any other news.
  const published: Part = ['matterChange', sql`state ->> 'status' = 'approved'`];
  const localFacts: Part = ['localFacts', sql`receiving_organisation = ${organisation_id}`];
  const ofCounter = sql`receiving_counter = ${counter_id}`;
  switch (kind) {
    case 'counter':
      return [
        ['caseFile', sql`receiving_organisation = ${organisation_id}`],
        // A counter that belongs to another office now still has what it received before.
        ['caseFile', sql`${ofCounter} and receiving_organisation <> ${organisation_id}`],
        // What a station below took in outside the hall waits for this office's approval.
        [
          'caseFile',
          sql`${isApprovedBy(organisation_id)} and receiving_organisation <> ${organisation_id}
            and receiving_counter is distinct from ${counter_id}`,
        ],
        ['visit', ofCounter],
        ['ticket', ofCounter],
        ['hallDay', ofCounter],
        ['booking', sql`receiving_organisation = ${organisation_id}`],
        localFacts,
        published,
        heldBack,
      ];
    case 'kiosk':
      return [
        ...lineOf(asking).map((id): Part => ['ticket', sql`receiving_counter = ${id}`]),
        published,
        localFacts,
      ];
    case 'department':
      return [
        ['caseFile', sql`deciding_department = ${organisation_id}`],
        [
          'caseFile',
          sql`${isAskedOrSupervises(organisation_id)} and deciding_department is distinct from ${organisation_id}`,
        ],
        published,
        heldBack,
      ];
    case 'office': {
      const theirs = sql`(receiving_organisation = any(${office}) or deciding_department = any(${office}))`;
      return [
        ['staffChange', theirs],
        ['matterChange', sql`${theirs} or state ->> 'status' = 'approved'`],
        ['calendarYear', sql`true`],
        ['localFacts', sql`receiving_organisation = any(${office})`],
        ['installation', theirs],
        ['quarantine', sql`${theirs} or state ->> 'installationId' = any(${lineOf(asking)})`],
      ];
    }
  }
}

async function changes(
  trx: Queries,
  scope: readonly Part[],
  where: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
): Promise<Change[]> {
  const parts = scope.map(
    ([kind, which]) => sql`(select ${sql.lit(kind)} as kind, id, revision, state, changed_xid
      from ${sql.table(subjectTables[kind])} where (${which}) and ${where} order by changed_xid, id ${limit})`,
  );
  const { rows } = await sql<Change>`
    select kind, id, revision, state, changed_xid::text as xid from (${sql.join(parts, sql` union all `)}) as subject
    order by subject.changed_xid, id ${limit}`.execute(trx);
  return rows;
}

/** What became of commands of the asker that were held back, or of whom it took the place, where people have decided on it since. */
async function settledSince(trx: Queries, asking: Installation, after: Position): Promise<CommandResult[]> {
  const rows = await trx
    .selectFrom('quarantine_item')
    .innerJoin('command', (join) =>
      join
        .on(sql<boolean>`command.installation_id::text = quarantine_item.state ->> 'installationId'`)
        .on(sql<boolean>`command.seq = (quarantine_item.state ->> 'seq')::int`),
    )
    .select(['command.seq', 'command.command_id', 'command.outcome', 'command.refusal', 'command.stamped_at'])
    .where('command.installation_id', 'in', lineOf(asking))
    .where(sql`quarantine_item.state ->> 'status'`, '!=', 'held')
    .where(sql<boolean>`quarantine_item.changed_xid >= ${after.xid}::xid8`)
    .orderBy('command.seq')
    .execute();
  return rows.map(resultOf);
}
