import { setTimeout as sleep } from 'node:timers/promises';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import { reveal } from '#shared/sync/personal.ts';
import type { Database, Queries } from '../database/database.ts';
import { faultOf, type Log } from '../log.ts';

/** Who carries a text to a telephone. It throws where it could not; the same `id` again is the same message. */
export interface SmsProvider {
  send(message: { id: string; phone: string; text: string }): Promise<void>;
}

/** So many go at a time, and so long nothing is looked for in between. */
const batch = 20;
const pauseMs = 2_000;
/** Half a minute, doubled each time; then somebody has to call. */
const firstRetryMs = 30_000;
const mostAttempts = 6;

/** What the applicant reads: no name, no number of theirs, nothing that tells a stranger more than the matter. */
function textOf({ caseNumber, matter, told }: CaseFile, counter: string): string {
  const ending = caseNumber.slice(-6);
  const what = told.at(-1)?.what;
  if (what === 'notCollected')
    return `【政务服务】您申请的“${matter.name}”（尾号${ending}）结果已超过送达期限仍未领取，请尽快带有效证件到${counter}领取；已领取的请忽略。`;
  return what === 'supplement'
    ? `【政务服务】您申请的“${matter.name}”（尾号${ending}）需要补正材料，请到${counter}领取告知书。`
    : `【政务服务】您申请的“${matter.name}”（尾号${ending}）已有结果，请带有效证件到${counter}领取。`;
}

/** Enters the text that a case says its applicant was told by, in the transaction that says so. */
export async function enterNotice(
  trx: Queries,
  state: CaseFile,
  counter: string,
  now: Instant,
): Promise<void> {
  const last = state.told.at(-1);
  const phone = reveal(state.applicant)?.phone;
  if (last?.channel !== 'sms' || !phone) return;
  await trx
    .insertInto('notice')
    .values({
      ...{ case_id: state.id, position: state.told.length, phone, text: textOf(state, counter) },
      ...{ next_at: new Date(now), entered_at: new Date(now) },
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * Sends what waits. Several nodes may do so at once: each takes other rows. The telephone number goes with the message
 * and is not kept behind it.
 * @returns how many were tried
 */
export async function sendNotices(
  queries: Queries,
  provider: SmsProvider,
  log: Log,
  now: Date,
): Promise<number> {
  return queries.transaction().execute(async (trx) => {
    const waiting = await trx
      .selectFrom('notice')
      .selectAll()
      .where('state', '=', 'waiting')
      .where('next_at', '<=', now)
      .orderBy('next_at')
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute();
    for (const { case_id, position, phone, text, attempts } of waiting) {
      const row = trx.updateTable('notice').where('case_id', '=', case_id).where('position', '=', position);
      try {
        if (phone !== null) await provider.send({ id: `${case_id}-${position}`, phone, text });
        await row.set({ state: phone === null ? 'failed' : 'sent', phone: null, settled_at: now }).execute();
      } catch (error) {
        const tried = attempts + 1;
        const over = tried >= mostAttempts;
        log.warn({ fault: faultOf(error), case: case_id, tried }, 'a text was not taken');
        if (over)
          log.error({ alarm: 'textFailed', case: case_id }, 'a text cannot be sent: somebody has to call');
        await row
          .set({
            attempts: tried,
            next_at: new Date(now.getTime() + firstRetryMs * 2 ** attempts),
            ...(over && { state: 'failed', phone: null, settled_at: now }),
          })
          .execute();
      }
    }
    return waiting.length;
  });
}

/** Goes on sending until it is closed. */
export function keepSending({ queries }: Pick<Database, 'queries'>, provider: SmsProvider, log: Log) {
  const ending = new AbortController();
  const going = (async () => {
    while (!ending.signal.aborted) {
      const tried = await sendNotices(queries, provider, log, new Date()).catch((error) => {
        log.warn({ fault: faultOf(error) }, 'texts could not be looked for');
        return 0;
      });
      if (tried < batch) await sleep(pauseMs, undefined, { signal: ending.signal }).catch(() => undefined);
    }
  })();
  return {
    async close(): Promise<void> {
      ending.abort();
      await going;
    },
  };
}
