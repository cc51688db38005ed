import { ORPCError } from '@orpc/server';
import { sql } from 'kysely';
import { type BeijingDate, beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import type {
  recordedUnmaskingSchema,
  UnmaskingsInput,
  UnmaskingsOutput,
  unmaskingAlarmSchema,
} from '#shared/contracts/unmaskings.ts';
import { unmaskingReaders } from '#shared/identity/may-call.ts';
import { isActivePosting } from '#shared/organisation/staff.ts';
import { hashUnmasking, unmaskingsText } from '#shared/sync/unmasking.ts';
import type { Services } from '../services.ts';
import { judge } from '../sync/chain.ts';
import { type Installation, isSignedBy } from './installation.ts';

/** So many rows make a page, and so many of the latest alarms stand beside it. */
const pageSize = 100;
const alarmsShown = 20;

/**
 * Takes in, in order, what an installation has shown unmasked: all of a batch or none. Sent again it changes nothing.
 * What does not follow the chain on record raises an alarm that stays, whatever is handed in afterwards.
 */
export async function takeUnmaskings(
  { db, log, now }: Services,
  asking: Installation,
  { unmaskings, lastHash, signature }: UnmaskingsInput,
): Promise<UnmaskingsOutput> {
  const arrivedAt = new Date(now());
  const firstSeq = unmaskings[0]?.seq ?? 0;
  const text = unmaskingsText({ instanceId: asking.instance_id, firstSeq, lastHash });
  if (!isSignedBy(asking.public_key, text, signature)) {
    log.error(
      { alarm: 'badSignature', installation: asking.id },
      'unmaskings are not signed by their installation',
    );
    throw new ORPCError('FORBIDDEN', {
      message: '查阅记录的签名与本机登记的密钥不符，未接收，请联系系统管理员。',
    });
  }
  return db.queries.transaction().execute(async (trx): Promise<UnmaskingsOutput> => {
    const installation = await trx
      .selectFrom('installation')
      .select(['unmasked_seq', 'unmasked_hash'])
      .where('id', '=', asking.id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const last = { seq: installation.unmasked_seq, hash: installation.unmasked_hash };
    const links = unmaskings.map((each, index) => {
      const hash = hashUnmasking(each);
      const { seq, prevHash } = each;
      return { seq, prevHash, hash, intact: index + 1 < unmaskings.length || hash === lastHash, each };
    });
    const held = await trx
      .selectFrom('unmasking')
      .select(['seq', 'hash'])
      .where('installation_id', '=', asking.id)
      .where('seq', 'in', [...new Set(links.map(({ seq }) => seq))])
      .execute();
    const hashes = new Map(held.map(({ seq, hash }) => [seq, hash]));
    const verdict = judge(links, last, (seq) => hashes.get(seq));
    if (verdict.kind === 'expected') return { kind: 'expected', last };
    if (verdict.kind === 'broken') {
      const { seq } = verdict;
      await trx
        .insertInto('unmasking_alarm')
        .values({ installation_id: asking.id, seq, offered_hash: lastHash, noticed_at: arrivedAt })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      log.error(
        { alarm: 'unmaskingsBroken', installation: asking.id, seq },
        'a chain of unmaskings does not continue',
      );
      return { kind: 'broken', last };
    }
    const end = verdict.fresh.at(-1);
    if (end === undefined) return { kind: 'taken', last };
    await trx
      .insertInto('unmasking')
      .values(
        verdict.fresh.map(({ seq, hash, each }) => ({
          ...{ installation_id: asking.id, seq, hash, at: new Date(each.at), arrived_at: arrivedAt },
          ...{ actor_id: each.actorId, subject_kind: each.subject.kind, subject_id: each.subject.id },
          place: each.place,
        })),
      )
      .execute();
    await trx
      .updateTable('installation')
      .set({ unmasked_seq: end.seq, unmasked_hash: end.hash })
      .where('id', '=', asking.id)
      .execute();
    return { kind: 'taken', last: { seq: end.seq, hash: end.hash } };
  });
}

interface Question {
  postingId: string;
  actorIds: readonly string[] | null;
  caseNumber: string | null;
  before: string | null;
}
interface Page {
  kind: 'done';
  rows: (typeof recordedUnmaskingSchema)['_output'][];
  more: boolean;
  alarms: (typeof unmaskingAlarmSchema)['_output'][];
}

/**
 * What was shown unmasked and to whom, newest first, with the latest alarms. Whoever asks must stand at an office and
 * hold a posting that may read it today; that they asked is logged.
 */
export async function readUnmaskings(
  { db, log, now, published }: Services,
  asking: Installation,
  { postingId, actorIds, caseNumber, before }: Question,
): Promise<Page | Refused> {
  const posting = (await published(db.queries))?.posting(postingId);
  const today: BeijingDate = beijingDateOf(now());
  const mayRead =
    asking.kind === 'office' &&
    posting !== undefined &&
    unmaskingReaders.includes(posting.role) &&
    isActivePosting(posting, today);
  log.info(
    { asked: 'unmaskings', installation: asking.id, posting: postingId, mayRead },
    'unmaskings were asked for',
  );
  if (!mayRead) return refused('notAuthorised', '查阅记录只供审计和监察人员在管理端查看。');
  let query = db.queries
    .selectFrom('unmasking')
    .leftJoin('case_file', (join) =>
      join.on((on) =>
        on.and([
          on('unmasking.subject_kind', '=', 'caseFile'),
          on('case_file.id', '=', on.ref('unmasking.subject_id')),
        ]),
      ),
    )
    .selectAll('unmasking')
    .select(sql<string | null>`case_file.state ->> 'caseNumber'`.as('case_number'))
    .orderBy('unmasking.id', 'desc')
    .limit(pageSize + 1);
  if (actorIds !== null) query = query.where('actor_id', 'in', actorIds.length > 0 ? actorIds : ['']);
  if (before !== null) query = query.where('unmasking.id', '<', before);
  if (caseNumber !== null)
    query = query.where(
      'unmasking.subject_id',
      '=',
      sql<string>`(select id from case_file where state ->> 'caseNumber' = ${caseNumber})`,
    );
  const rows = await query.execute();
  const alarms = await db.queries
    .selectFrom('unmasking_alarm')
    .selectAll()
    .orderBy('noticed_at', 'desc')
    .limit(alarmsShown)
    .execute();
  return {
    kind: 'done',
    more: rows.length > pageSize,
    rows: rows.slice(0, pageSize).map((row) => ({
      ...{ id: row.id, actorId: row.actor_id, kind: row.subject_kind, subjectId: row.subject_id },
      ...{ caseNumber: row.case_number, place: row.place, installationId: row.installation_id },
      at: instantOf(row.at),
      arrivedAt: instantOf(row.arrived_at),
    })),
    alarms: alarms.map(({ installation_id, seq, noticed_at }) => ({
      ...{ installationId: installation_id, seq },
      noticedAt: instantOf(noticed_at),
    })),
  };
}

const instantOf = (date: Date): Instant => date.toISOString() as Instant;
