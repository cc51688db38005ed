import { type RawBuilder, sql } from 'kysely';
import type { PullOutput } from '#shared/contracts/district.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import type { Installation } from '../identity/installation.ts';
import type { Services } from '../services.ts';

/** How many changes one answer holds, but for the few that are not settled yet. */
const pageSize = 500;

/** Everything in the row order (transaction, id) after this is new to the asker. */
interface Position {
  xid: string;
  id: string;
}
const zeroId = '00000000-0000-0000-0000-000000000000';
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
 * never moves past the oldest transaction at work in the snapshot (xmin). Below xmin everything has ended, and what
 * it wrote is in this answer or an earlier one; from xmin on everything is asked for again next time. Some rows come
 * twice; they are whole states, so that does no harm.
 *
 * Pages are cut only below xmin, where nothing can appear any more. Pages with `more` belong together: `lastSeq`
 * and the whole set fit each other once the last one has come.
 */
export async function pull(
  { db, now, published }: Services,
  asking: Installation,
  input: { cookie: string | null; referenceVersion: string | null },
): Promise<PullOutput> {
  return db.queries
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const { xmin, epoch, lastSeq } = await snapshotOf(trx, asking);
      const after = positionOf(input.cookie, epoch);
      const settled = await changes(
        trx,
        asking,
        sql`(changed_xid, id) > (${after.xid}::xid8, ${after.id}::uuid) and changed_xid < ${xmin}::xid8`,
        // Ties only where two kinds share an id: a page must not be cut between them.
        sql`fetch first ${pageSize} rows with ties`,
      );
      const more = settled.length >= pageSize;
      const unsettled = more ? [] : await changes(trx, asking, sql`changed_xid >= ${xmin}::xid8`, sql``);
      const reached = (more ? settled.at(-1) : undefined) ?? { xid: xmin, id: zeroId };
      const reference = await published(trx);
      return {
        epoch,
        serverTime: now(),
        cookie: `${epoch}:${reached.xid}:${reached.id}`,
        lastSeq,
        changes: [...settled, ...unsettled].map(({ kind, id, revision, state }) => ({
          kind,
          id,
          revision,
          state,
        })),
        more,
        reference: reference === null || reference.version === input.referenceVersion ? null : reference,
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
function positionOf(cookie: string | null, epoch: string): Position {
  const [given, xid, id] = cookie?.split(':') ?? [];
  const fits = given === epoch && /^\d{1,18}$/.test(xid ?? '') && /^[0-9a-f-]{36}$/.test(id ?? '');
  return fits && xid !== undefined && id !== undefined ? { xid, id } : start;
}

/**
 * The rows in the asker's scope. A counter sees what it received, and the cases of its own office, since any of its
 * counters may have to answer for them; a department sees the cases that it decides.
 */
async function changes(
  trx: Queries,
  { kind, counter_id, organisation_id }: Installation,
  where: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
): Promise<Change[]> {
  const columns = sql`id, revision, state, changed_xid, changed_xid::text as xid`;
  const scope =
    kind === 'department'
      ? sql`select 'caseFile' as kind, ${columns} from case_file where deciding_department = ${organisation_id}`
      : sql`select 'caseFile' as kind, ${columns} from case_file
              where receiving_counter = ${counter_id} or receiving_organisation = ${organisation_id}
            union all
            select 'visit', ${columns} from visit where receiving_counter = ${counter_id}
            union all
            select 'ticket', ${columns} from ticket where receiving_counter = ${counter_id}`;
  const { rows } = await sql<Change>`
    select kind, id, revision, state, xid from (${scope}) as subject
    where ${where} order by changed_xid, id ${limit}`.execute(trx);
  return rows;
}
