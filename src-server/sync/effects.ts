import { sql } from 'kysely';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Facts } from '#shared/decider.ts';
import type { InstallationRecord } from '#shared/identity/installation.ts';
import type { Matter } from '#shared/matters/matter.ts';
import type { MatterChange } from '#shared/matters/matter-change.ts';
import type { StaffChange } from '#shared/organisation/staff-change.ts';
import type { SubjectState } from '#shared/subjects.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import type { QuarantineItem } from '#shared/sync/quarantine.ts';
import { enterCertificate } from '../certificates/register.ts';
import type { Queries } from '../database/database.ts';
import { takeOver } from '../identity/record.ts';
import { enterNotice } from '../notices/queue.ts';
import { publishYears } from '../organisation/calendar.ts';
import { publishMatters } from '../organisation/published.ts';
import { enterPostings } from '../organisation/register.ts';

/** What a command that was applied changes beyond its subject, in the same transaction. */
export interface Effects {
  /** The register and the standing of installations concern everybody. */
  everyone: boolean;
  /** The staff register or the calendar was changed by it: what is published has to be read again. */
  register: boolean;
  /** Versions of matters that were published by it. */
  matters: readonly Matter[];
  /** A command that was held back and has been released or dismissed. */
  disposed: QuarantineItem | null;
}

/** The steps of a case that change more than the case: a certificate comes about or ends, a text goes out. */
export const registered: ReadonlySet<string> = new Set([
  'issueResult',
  'undoStep',
  'revokeCertificate',
  'tellApplicant',
]);

export async function effectsOf(
  trx: Queries,
  kind: SubjectKind,
  state: SubjectState,
  { name, matter, counter, now }: Pick<Facts, 'matter' | 'counter'> & { name: string; now: Instant },
): Promise<Effects> {
  const none: Effects = { everyone: false, register: false, matters: [], disposed: null };
  switch (kind) {
    case 'caseFile': {
      const caseFile = state as CaseFile;
      if (name === 'tellApplicant') {
        await enterNotice(trx, caseFile, counter(caseFile.receivingCounterId)?.name ?? '原收件窗口', now);
        return none;
      }
      await enterCertificate(trx, caseFile, matter(caseFile.matter.code, caseFile.matter.version), now);
      return none;
    }
    case 'staffChange': {
      const { status, posting } = state as StaffChange;
      if (status !== 'approved') return none;
      await enterPostings(trx, [posting], 'change');
      return { ...none, everyone: true, register: true };
    }
    case 'matterChange': {
      const { status, matters } = state as MatterChange;
      if (status !== 'approved') return none;
      await publishMatters(trx, matters);
      return { ...none, everyone: true, matters };
    }
    case 'calendarYear':
      await publishYears(trx, now);
      return { ...none, everyone: true, register: true };
    case 'installation': {
      const { id, status } = state as InstallationRecord;
      const changed = status === 'revoked' ? 'revoked_at' : 'approved_at';
      const { former_ids } = await trx
        .updateTable('installation')
        .set({ [changed]: sql`coalesce(${sql.ref(changed)}, ${now}::timestamptz)` })
        .where('id', '=', id)
        .returning('former_ids')
        .executeTakeFirstOrThrow();
      if (status === 'active') await takeOver(trx, { former_ids }, now);
      return none;
    }
    case 'quarantine':
      return { ...none, disposed: state as QuarantineItem };
    default:
      return none;
  }
}
