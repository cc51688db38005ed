import { type Refused, refused } from '#shared/contracts/answer.ts';
import type { Installation } from '../identity/installation.ts';
import type { Services } from '../services.ts';

/**
 * Gives a print job the certificate, where no other has it. The first that asks has it for good; the same job may ask
 * again, since its answer may have been lost on the way. Two that ask at once meet at the key of the table.
 */
export async function claimPrint(
  { db, now }: Pick<Services, 'db' | 'now'>,
  { id }: Pick<Installation, 'id'>,
  { jobId, certificateId }: { jobId: string; certificateId: string },
): Promise<{ kind: 'done' } | Refused> {
  const { queries } = db;
  await queries
    .insertInto('print_claim')
    .values({ certificate_id: certificateId, job_id: jobId, installation_id: id, claimed_at: now() })
    .onConflict((conflict) => conflict.column('certificate_id').doNothing())
    .execute();
  const claim = await queries
    .selectFrom('print_claim')
    .select('job_id')
    .where('certificate_id', '=', certificateId)
    .executeTakeFirstOrThrow();
  return claim.job_id === jobId ? { kind: 'done' } : alreadyClaimed;
}

const alreadyClaimed = refused(
  'certificateClaimed',
  '这份证照已由另一次打印领取，不能再打一份。证照损坏或遗失的，请按补证办理。',
);
