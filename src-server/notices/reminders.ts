import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { afterReminder, isReminderDue, reminded } from '#shared/cases/reminder.ts';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { readState } from '#shared/subjects.ts';
import type { Database, Queries } from '../database/database.ts';
import { faultOf, type Log } from '../log.ts';
import { type Published, publishedReference } from '../organisation/published.ts';
import { lockSubjects } from '../sync/lock-subjects.ts';
import { announce } from '../sync/wake-ups.ts';
import { enterNotice } from './queue.ts';

const everyMs = 60 * 60_000;
/** So many results that wait are looked at in one question. */
const page = 200;

/**
 * Reminds every applicant whose result was not collected in time, each once.
 * @returns how many were reminded
 */
export async function remindUncollected(queries: Queries, now: Instant): Promise<number> {
  const published = await publishedReference()(queries);
  if (published === null) return 0;
  let many = 0;
  for (let after = ''; ; ) {
    const rows = await queries
      .selectFrom('case_file')
      .select(['id', 'state'])
      .where(sql<boolean>`state ->> 'status' = 'issued'`)
      .where(sql<boolean>`not state -> 'told' @> '[{"what": "notCollected"}]'`)
      .where(sql<boolean>`id::text > ${after}`)
      .orderBy(sql`id::text`)
      .limit(page)
      .execute();
    for (const { id, state } of rows)
      if (isDue(state as unknown as CaseFile, published, now) && (await remind(queries, id, published, now)))
        many += 1;
    const last = rows.at(-1);
    if (last === undefined || rows.length < page) return many;
    after = last.id;
  }
}

const isDue = (state: CaseFile, { reference }: Published, now: Instant): boolean =>
  isReminderDue(readState('caseFile', state), reference.calendar, beijingDateOf(now));

/** Behind the lock that commands take: whoever hands the result out at this moment comes before it or behind it. */
async function remind(queries: Queries, id: string, published: Published, now: Instant): Promise<boolean> {
  return queries.transaction().execute(async (trx) => {
    await lockSubjects(trx, [id]);
    const row = await trx
      .selectFrom('case_file')
      .select(['state', 'receiving_counter', 'receiving_organisation', 'deciding_department'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const before = row.state as unknown as CaseFile;
    if (!isDue(before, published, now)) return false;
    const stamp = { capturedAt: now, notBefore: now, notAfter: now, uploadedAt: now };
    const state = afterReminder(readState('caseFile', before), stamp);
    await trx
      .updateTable('case_file')
      .set({
        revision: state.revision,
        state: JSON.stringify(state),
        changed_xid: sql<string>`pg_current_xact_id()`,
      })
      .where('id', '=', id)
      .execute();
    await sql`insert into event (command_id, position, subject_kind, subject_id, revision, event, stamped_at)
      values (${randomUUID()}::uuid, 1, 'caseFile', ${id}::uuid, ${state.revision},
        ${JSON.stringify(reminded(stamp))}::jsonb, ${new Date(now)})`.execute(trx);
    const counter = published.reference.counters.find((each) => String(each.id) === state.receivingCounterId);
    await enterNotice(trx, state, counter?.name ?? '原收件窗口', now);
    const { receiving_counter, receiving_organisation, deciding_department } = row;
    await announce(
      trx,
      [receiving_counter, receiving_organisation, deciding_department].filter((each) => each !== null),
    );
    return true;
  });
}

/** Looks at the start and every hour, until it is closed. */
export function keepReminding({ queries }: Pick<Database, 'queries'>, log: Log) {
  let working: Promise<void> = Promise.resolve();
  const look = (): void => {
    working = working
      .then(async () => {
        const many = await remindUncollected(queries, new Date().toISOString() as Instant);
        if (many > 0) log.info({ reminded: many }, 'applicants were reminded of their results');
      })
      .catch((error: unknown) => log.warn({ fault: faultOf(error) }, 'nobody could be reminded'));
  };
  const timer = setInterval(look, everyMs);
  timer.unref();
  look();
  return {
    close(): Promise<void> {
      clearInterval(timer);
      return working;
    },
  };
}
