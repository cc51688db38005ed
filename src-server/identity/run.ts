import { ORPCError } from '@orpc/server';
import type { Queries } from '../database/database.ts';
import type { Services } from '../services.ts';
import type { Installation } from './installation.ts';
import { markCloned } from './record.ts';

/**
 * What a program sent before it was killed has arrived, or was cut, after so long: a client gives a request up after 20
 * seconds, this server after 30, and a line or balancer between them keeps one for a minute at most.
 */
const underWayMs = 2 * 60_000;

/**
 * Notes which start of its program speaks for an installation. Each start has an id of its own, and the latest one takes
 * over; where an earlier one goes on speaking, two machines are at work with one installation: a disk was cloned.
 *
 * A program that was killed may have left requests on the way, given up or doubled by the line. So an earlier run is sent
 * away to ask again, for as long as such requests may still come in; what asks after that is no dead program.
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
    .select('late_at')
    .where('installation_id', '=', id)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  if (before !== undefined) {
    const since = before.late_at;
    if (since !== null) return at.getTime() - since.getTime() > underWayMs ? 'tooLate' : 'late';
    await trx
      .updateTable('installation_run')
      .set({ late_at: at })
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
