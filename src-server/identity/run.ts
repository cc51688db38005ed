import { ORPCError } from '@orpc/server';
import type { Queries } from '../database/database.ts';
import type { Services } from '../services.ts';
import type { Installation } from './installation.ts';
import { markCloned } from './record.ts';

/**
 * Notes which start of its program speaks for an installation. Each start has an id of its own, and the latest one takes
 * over; where an earlier one goes on speaking, two machines are at work with one installation: a disk was cloned.
 *
 * A program that was killed may have left one request on the way, so an earlier run is first sent away to ask again,
 * which the dead do not do.
 * @returns the installation as it stands now
 */
export async function noteRun(
  { db, log, now }: Services,
  installation: Installation,
  runId: string | undefined,
): Promise<Installation> {
  const { id } = installation;
  if (runId === undefined || runId === installation.run_id || installation.cloned_at !== null)
    return installation;
  const at = new Date(now());
  const heard = await db.queries.transaction().execute((trx) => hear(trx, id, runId, at));
  if (heard === 'current') return installation;
  if (heard === 'late') throw new ORPCError('SERVICE_UNAVAILABLE', { message: '请稍后再试。' });
  log.error({ alarm: 'cloned', installation: id }, 'two programs claim to be one installation');
  await db.queries.transaction().execute((trx) => markCloned(trx, id, now()));
  return { ...installation, cloned_at: at };
}

async function hear(
  trx: Queries,
  id: string,
  runId: string,
  at: Date,
): Promise<'current' | 'late' | 'tooLate'> {
  const { run_id } = await trx
    .selectFrom('installation')
    .select('run_id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (run_id === runId) return 'current';
  const before = await trx
    .selectFrom('installation_run')
    .select('late')
    .where('installation_id', '=', id)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  if (before?.late === true) return 'tooLate';
  if (before !== undefined) {
    await trx
      .updateTable('installation_run')
      .set({ late: true })
      .where('installation_id', '=', id)
      .where('run_id', '=', runId)
      .execute();
    return 'late';
  }
  await trx
    .insertInto('installation_run')
    .values({ installation_id: id, run_id: runId, first_heard_at: at })
    .execute();
  await trx.updateTable('installation').set({ run_id: runId }).where('id', '=', id).execute();
  return 'current';
}
