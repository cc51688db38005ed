import { sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { isReminderDue, reminded } from '#shared/cases/reminder.ts';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { events, refuse } from '#shared/decider.ts';
import { readState } from '#shared/subjects.ts';
import { stampOfDistrict, takeOwnStep } from '../cases/own-step.ts';
import type { Database, Queries } from '../database/database.ts';
import { faultOf, type Log } from '../log.ts';
import { type Published, publishedReference } from '../organisation/published.ts';
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

async function remind(queries: Queries, id: string, published: Published, now: Instant): Promise<boolean> {
  const taken = await takeOwnStep(
    queries,
    id,
    now,
    (state) => (isDue(state, published, now) ? events(reminded(stampOfDistrict(now))) : notDue),
    async (trx, state) => {
      const { counters } = published.reference;
      const counter = counters.find((each) => String(each.id) === state.receivingCounterId);
      await enterNotice(trx, state, counter?.name ?? '原收件窗口', now);
    },
  );
  return taken.kind === 'taken';
}
/** Somebody has handed it out, or reminded them, since it was looked for. */
const notDue = refuse('notDue', '已经送达或已提醒，不用再提醒。');

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
