import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { CaseEvent } from '#shared/cases/case-events.ts';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { caseDecider } from '#shared/cases/decide.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Stamp } from '#shared/clock/evidence.ts';
import type { Decision } from '#shared/decider.ts';
import { readState } from '#shared/subjects.ts';
import type { Queries } from '../database/database.ts';
import { lockSubjects } from '../sync/lock-subjects.ts';
import { alsoSees } from '../sync/relations.ts';
import { announce } from '../sync/wake-ups.ts';

/** A step that no desk gives: what the district's timers do, and what the citizen says from afar. */
type OwnStep = (state: CaseFile) => Decision<CaseEvent>;

/** The district's own clock leaves no doubt. */
export const stampOfDistrict = (now: Instant): Stamp => ({
  capturedAt: now,
  notBefore: now,
  notAfter: now,
  uploadedAt: now,
});

/**
 * Takes such a step behind the lock that commands take: whatever a desk does to the case at this moment comes before it or
 * behind it.
 * @param also what else is written with it
 * @returns the case after it, or why it was not taken
 */
export function takeOwnStep(
  queries: Queries,
  id: string,
  now: Instant,
  step: OwnStep,
  also: (trx: Queries, state: CaseFile) => Promise<void> = async () => {},
): Promise<{ kind: 'taken'; state: CaseFile } | Extract<Decision<never>, { kind: 'refusal' }>> {
  return queries.transaction().execute(async (trx) => {
    await lockSubjects(trx, [id]);
    const row = await trx
      .selectFrom('case_file')
      .select(['state', 'receiving_counter', 'receiving_organisation', 'deciding_department'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    const before = readState('caseFile', row.state as unknown as CaseFile);
    const decision = step(before);
    if (decision.kind === 'refusal') return decision;
    const commandId = randomUUID();
    let state = before;
    for (const [index, event] of decision.events.entries()) {
      state = caseDecider.evolve(state, event);
      await sql`insert into event (command_id, position, subject_kind, subject_id, revision, event, stamped_at)
        values (${commandId}::uuid, ${index + 1}, 'caseFile', ${id}::uuid, ${state.revision},
          ${JSON.stringify(event)}::jsonb, ${new Date(now)})`.execute(trx);
    }
    await trx
      .updateTable('case_file')
      .set({
        revision: state.revision,
        state: JSON.stringify(state),
        changed_xid: sql<string>`pg_current_xact_id()`,
      })
      .where('id', '=', id)
      .execute();
    await also(trx, state);
    const { receiving_counter, receiving_organisation, deciding_department } = row;
    const seenBy = [receiving_counter, receiving_organisation, deciding_department];
    await announce(trx, [...seenBy.filter((each) => each !== null), ...alsoSees('caseFile', state)]);
    return { kind: 'taken' as const, state };
  });
}
