import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { CaseNumber } from '#shared/cases/case-number.ts';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type CaseProgress, progressOf } from '#shared/interfaces/case-progress.ts';
import { readState } from '#shared/subjects.ts';
import type { Queries } from '../database/database.ts';
import type { Published } from '../organisation/published.ts';
import type { Services } from '../services.ts';
import { positionOf, zeroId } from '../sync/pull.ts';
import { caseInScope, type InterfaceClient, type Scope } from './clients.ts';
import { markBefore } from './marks.ts';

/** So many changes are looked at for one page. */
const pageSize = 200;

/**
 * The cases of a client's scope that have changed since its cookie, oldest change first. Only what no transaction at
 * work can still change the order of is given (below the snapshot's xmin), so a change comes once, and none is skipped.
 */
export async function changedCases(
  { db, now, published }: Pick<Services, 'db' | 'now' | 'published'>,
  client: InterfaceClient,
  { cookie, since }: { cookie?: string | undefined; since?: Instant | undefined },
): Promise<{ cases: CaseProgress[]; cookie: string; more: boolean }> {
  return db.queries
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      // The first query fixes the snapshot; all that follow see the same.
      const {
        rows: [head],
      } = await sql<{ xmin: string; epoch: string }>`
        select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, epoch from district`.execute(trx);
      if (head === undefined) throw new Error('a district that is none');
      const after =
        cookie === undefined
          ? { xid: since === undefined ? '0' : await markBefore(trx, head.epoch, since), id: zeroId }
          : positionOf(cookie, head.epoch);
      const held = await published(trx);
      if (held === null) return { cases: [], cookie: `${head.epoch}:${after.xid}:${after.id}`, more: false };
      const { rows } = await sql<{ id: string; state: CaseFile; xid: string; fits: boolean }>`
        ${departments(client)}
        select id, state, changed_xid::text as xid, ${caseInScope(client)} as fits
        from department cross join lateral (
          select id, state, changed_xid, deciding_department from case_file
          where deciding_department = department.of
            and (changed_xid, id) > (${after.xid}::xid8, ${after.id}::uuid) and changed_xid < ${head.xmin}::xid8
          order by changed_xid, id limit ${pageSize}) as changed
        order by changed_xid, id limit ${pageSize}`.execute(trx);
      const more = rows.length === pageSize;
      // A row that is there, never xmin itself: see `pull.ts`.
      const reached = rows.at(-1) ?? after;
      const view = viewIn(held, client, now());
      return {
        // Of rare matters a page may hold none: better than to look through a whole district for one answer.
        cases: rows.filter(({ fits }) => fits).map(({ state }) => view(state)),
        cookie: `${head.epoch}:${reached.xid}:${reached.id}`,
        more,
      };
    });
}

/** The departments of a scope. Each has an index that ends in the order of changes; all of them are found by steps along it. */
const departments = ({ departments: named }: Scope) =>
  named !== null
    ? sql`with department as (select unnest(${named}::text[]) as of)`
    : sql`with recursive department as (
        (select deciding_department as of from case_file where deciding_department is not null
          order by deciding_department limit 1)
        union all
        select (select min(deciding_department) from case_file where deciding_department > department.of)
        from department where department.of is not null)`;

/** One case by its number; 404 where there is none in the client's scope. */
export async function caseByNumber(
  { db, now, published }: Pick<Services, 'db' | 'now' | 'published'>,
  client: InterfaceClient,
  caseNumber: CaseNumber,
): Promise<CaseProgress> {
  const held = await published(db.queries);
  const row = await caseRow(db.queries, client, caseNumber);
  if (row === undefined || held === null)
    throw new ORPCError('NOT_FOUND', {
      message:
        '没有这个办件，或不在贵单位可读取的范围内，请核对办件编号。刚收的办件可能还没有上传到区级平台。',
    });
  return viewIn(held, client, now())(row.state as unknown as CaseFile);
}

const caseRow = (queries: Queries, client: InterfaceClient, caseNumber: CaseNumber) =>
  queries
    .selectFrom('case_file')
    .select('state')
    .where(sql`state ->> 'caseNumber'`, '=', caseNumber)
    .where(caseInScope(client))
    .executeTakeFirst();

function viewIn({ reference }: Published, { clear }: Scope, now: Instant): (state: CaseFile) => CaseProgress {
  const names = new Map(reference.organisations.map(({ id, name }) => [String(id), name]));
  return (state) =>
    progressOf(readState('caseFile', state), {
      calendar: reference.calendar,
      today: beijingDateOf(now),
      clear,
      organisationName: (id) => names.get(id) ?? '',
    });
}
