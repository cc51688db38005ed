import { type RawBuilder, sql } from 'kysely';
import type { CommandResult, PullInput, PullOutput } from '#shared/contracts/district.ts';
import { lineage } from '#shared/organisation/organisation.ts';
import { isReadBy, type SubjectKind } from '#shared/sync/command.ts';
import type { Queries } from '../database/database.ts';
import { prepared } from '../database/prepared.ts';
import { subjectTables } from '../database/tables.ts';
import { type Installation, lineOf } from '../identity/installation.ts';
import type { Published } from '../organisation/published.ts';
import type { Services } from '../services.ts';
import { carryKey } from './carry-key.ts';
import { isApprovedBy, isAsked, supervisor } from './relations.ts';
import { resultOf } from './results.ts';

/** Everything in the row order (transaction, id) after this is new to the asker. */
export interface Position {
  xid: string;
  id: string;
}
export const zeroId = '00000000-0000-0000-0000-000000000000';
const start: Position = { xid: '0', id: zeroId };

/** How the district stands in the snapshot that an answer is from. */
interface Head {
  /** `pg_snapshot` as text. */
  snapshot: string;
  /** The oldest transaction at work in it. */
  xmin: string;
  epoch: string;
  lastSeq: number;
  referenceVersion: string | null;
  staffVersion: string | null;
  carryKey: string | null;
}

interface Change {
  kind: SubjectKind;
  id: string;
  revision: number;
  /** As JSON. */
  state: string;
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
  services: Pick<Services, 'db' | 'now' | 'published' | 'pullPage' | 'sealingKeys'>,
  asking: Installation,
  input: Pick<PullInput, 'protocolVersion' | 'cookie' | 'referenceVersion' | 'staffVersion' | 'states'>,
): Promise<Omit<PullOutput, 'hall'>> {
  const { db, now, published, pullPage } = services;
  const office = asking.kind === 'office' ? officesUnder(await published(db.queries), asking) : [];
  const scope = scopeOf(asking, office).filter(([kind]) => isReadBy(input.protocolVersion, kind));
  const [epoch = ''] = input.cookie?.split(':') ?? [];
  let after = positionOf(input.cookie, epoch);
  let news = await newsSince(db.queries, asking, scope, after, pullPage);
  if (news.head.epoch !== epoch && after !== start) {
    after = start;
    news = await newsSince(db.queries, asking, scope, after, pullPage);
  }
  let page = splitPage(news, after, pullPage);
  if (page === 'unsettled')
    // What is unsettled is whole, however much: read beside the page, it has to be of its snapshot.
    page = await db.queries
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        news = await newsSince(trx, asking, scope, after, pullPage);
        const split = splitPage(news, after, pullPage);
        if (split !== 'unsettled') return split;
        const { xmin } = news.head;
        const settled = news.changes.filter(({ xid }) => BigInt(xid) < BigInt(xmin));
        const unsettled = await changes(trx, scope, sql`changed_xid >= ${xmin}::xid8`, sql``);
        return { all: [...settled, ...unsettled], reached: settled.at(-1) ?? after, more: false };
      });
  const { head } = news;
  const { all, reached, more } = page;
  const isNew = (version: string | null, held: string | null) => version !== null && version !== held;
  const reference = isNew(head.referenceVersion, input.referenceVersion);
  const staff = isNew(head.staffVersion, input.staffVersion);
  const held = reference || staff ? await published(db.queries) : null;
  return {
    epoch: head.epoch,
    serverTime: now(),
    cookie: `${head.epoch}:${reached.xid}:${reached.id}`,
    lastSeq: head.lastSeq,
    changes: all.map(({ kind, id, revision, state }) => ({
      ...{ kind, id, revision },
      state: input.states === 'text' ? state : JSON.parse(state),
    })),
    more,
    carryKey: head.carryKey ?? (await carryKey(services)).publicKey,
    // Whoever sees no item of theirs changed has no outcome to hear of either.
    results: all.some(({ kind }) => kind === 'quarantine')
      ? await settledSince(db.queries, asking, after, head)
      : [],
    reference: reference ? (held?.reference ?? null) : null,
    staff: staff ? (held?.staff ?? null) : null,
  };
}

/** A page, and where it ends; or that more is unsettled than there was room for. */
function splitPage(
  { head: { xmin }, changes: first }: News,
  after: Position,
  pullPage: number,
): Page | 'unsettled' {
  const settled = first.filter(({ xid }) => BigInt(xid) < BigInt(xmin));
  const reached = settled.at(-1) ?? after;
  if (settled.length >= pullPage) return { all: settled, reached, more: true };
  if (first.length >= pullPage) return 'unsettled';
  return { all: first, reached, more: false };
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

/**
 * One kind of subject that somebody sees, and which of them. `among` is what an index finds without the order of changes,
 * and is looked up before anything else: PostgreSQL does not know how many come after a position, and might read all of
 * these instead.
 */
type Part = readonly [kind: SubjectKind, where: RawBuilder<unknown>, among?: RawBuilder<unknown>];

/**
 * What is in the asker's scope. A counter sees what it received, and the cases of its own office, since any of its
 * counters may have to answer for them, and what its office has to approve; a kiosk and the back office see what the hall's queue brought them; a department sees the cases that it decides; an office sees the people and
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
  const decidedElsewhere = sql`deciding_department is distinct from ${organisation_id}`;
  const own = (kind: SubjectKind) => lineOf(asking).map((id): Part => [kind, sql`receiving_counter = ${id}`]);
  switch (kind) {
    case 'counter':
      return [
        ['caseFile', sql`receiving_organisation = ${organisation_id}`],
        // A counter that belongs to another office now still has what it received before: two ranges of an index, which `<>`
        // is none of, so that what it received for its own office is not read past at each page.
        [
          'caseFile',
          sql`true`,
          sql`${ofCounter} and (receiving_organisation < ${organisation_id} or receiving_organisation > ${organisation_id})`,
        ],
        // What a station below took in outside the hall waits for this office's approval.
        [
          'caseFile',
          sql`receiving_organisation <> ${organisation_id} and receiving_counter is distinct from ${counter_id}`,
          isApprovedBy(organisation_id),
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
      return [...own('ticket'), published, localFacts];
    case 'backOffice':
      return [
        ...own('ticket'),
        ...own('hallDay'),
        ['booking', sql`receiving_organisation = ${organisation_id}`],
        published,
        localFacts,
        heldBack,
      ];
    case 'department':
      return [
        ['caseFile', sql`deciding_department = ${organisation_id}`],
        ['caseFile', sql`${supervisor} = ${organisation_id} and ${decidedElsewhere}`],
        [
          'caseFile',
          sql`${supervisor} is distinct from ${organisation_id} and ${decidedElsewhere}`,
          isAsked(organisation_id),
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

/** What an answer is made of, from one snapshot. */
interface News {
  head: Head;
  changes: Change[];
}
interface Page {
  all: Change[];
  reached: Position;
  more: boolean;
}

/**
 * How the district stands and the first changes after a position, by one statement and so from one snapshot: a whole city
 * asks whenever something happens, and each question to the database costs more than what it reads.
 */
async function newsSince(
  queries: Queries,
  asking: Installation,
  scope: readonly Part[],
  after: Position,
  pullPage: number,
): Promise<News> {
  // Ties only where two kinds share an id: a page must not be cut between them.
  const limit = sql`fetch first ${pullPage} rows with ties`;
  const where = sql`(changed_xid, id) > (${after.xid}::xid8, ${after.id}::uuid)`;
  const { rows } = await sql<Change | { kind: 'head'; state: string }>`
    ${prepared} select kind, id, revision, state::text, changed_xid::text as xid from (
      select 'head' as kind, null::uuid as id, 0 as revision, null::xid8 as changed_xid, jsonb_build_object(
        'snapshot', pg_current_snapshot()::text, 'xmin', pg_snapshot_xmin(pg_current_snapshot())::text,
        'epoch', epoch, 'lastSeq', last_seq, 'referenceVersion', reference_version, 'staffVersion', staff_version,
        'carryKey', carry_public_key) as state
      from district, installation where installation.id = ${asking.id}
      union all
      (select kind, id, revision, changed_xid, state from (${inScope(scope, where, limit)}) as subject
        order by changed_xid, id ${limit})
    ) as news order by changed_xid nulls first, id`.execute(queries);
  const [head, ...rest] = rows;
  if (head?.kind !== 'head') throw new Error('an installation has gone');
  return { head: JSON.parse(head.state) as Head, changes: rest as Change[] };
}

async function changes(
  trx: Queries,
  scope: readonly Part[],
  where: RawBuilder<unknown>,
  limit: RawBuilder<unknown>,
): Promise<Change[]> {
  const { rows } = await sql<Change>`
    select kind, id, revision, state::text, changed_xid::text as xid from (${inScope(scope, where, limit)}) as subject
    order by subject.changed_xid, id ${limit}`.execute(trx);
  return rows;
}

function inScope(scope: readonly Part[], where: RawBuilder<unknown>, limit: RawBuilder<unknown>) {
  const parts = scope.map(([kind, which, among]) => {
    const table = sql.table(subjectTables[kind]);
    const from = among === undefined ? table : sql`(select * from ${table} where ${among} offset 0) as found`;
    return sql`(select ${sql.lit(kind)} as kind, id, revision, state, changed_xid
      from ${from} where (${which}) and ${where} order by changed_xid, id ${limit})`;
  });
  return sql.join(parts, sql` union all `);
}

/** What became of commands of the asker that were held back, or of whom it took the place, where people have decided on it since. */
async function settledSince(
  queries: Queries,
  asking: Installation,
  after: Position,
  { snapshot }: Head,
): Promise<CommandResult[]> {
  const rows = await queries
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
    .where(sql<boolean>`pg_visible_in_snapshot(quarantine_item.changed_xid, ${snapshot}::pg_snapshot)`)
    .orderBy('command.seq')
    .execute();
  return rows.map(resultOf);
}
