import { beijingDateOf } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { specialProcedures } from '../clock/suspension.ts';
import { type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';
import { named, stillOwed } from './intake.ts';
import { signingGrant } from './may-sign.ts';
import { outsideFault } from './outside.ts';
import { departures, openProcedures } from './procedures.ts';
import { seenOf } from './seen.ts';

/**
 * Sign-off by the chief representative, on the opinions of the special procedures (M22, M23). A case that counts as
 * accepted, since nobody answered in time, is decided like any other (行政许可法 Art 32).
 * @returns null where the case does not stand at this step
 */
export function decideSignOff(
  state: CaseFile,
  { outcome, opinion, seen }: CommandArgs<'signOffCase'>,
  facts: Facts,
): Decision<CaseEvent> | null {
  const { actor, calendar, stamp, proof } = facts;
  const today = beijingDateOf(momentOf(stamp));
  if (!isAccepted(state, calendar, today)) return null;
  const granted = signingGrant(state, facts, today);
  if (granted.kind === 'refusal') return granted;
  const outside = outsideFault(state, '签批');
  if (outside !== null) return outside;
  const open = openProcedures(state);
  if (open.length > 0) {
    const names = open.map(({ kind }) => specialProcedures[kind].name).join('、');
    return refuse('opinionMissing', `${names}还没有登记意见，请先登记意见（或注明未进行），再签批。`);
  }
  const owed = stillOwed(state);
  if (outcome === 'approved' && owed.length > 0)
    return refuse('papersOwed', `容缺材料${named(owed)}还没有补齐，收件窗口收到后才能准予批准。`);
  const now = seenOf(state);
  if (seen !== undefined && (seen.content !== now.content || seen.matterVersion !== now.matterVersion))
    return refuse(
      'changedSinceOpened',
      '您打开之后，这个办件的材料或内容有变动，签批没有生效；请重新打开核对后再签批。',
    );
  const { draft = null } = state.review ?? {};
  const supervisor = facts.matter(state.matter.code, state.matter.version)?.supervisor ?? null;
  const { kind, document } = granted.grant;
  return events({
    type: 'CaseSignedOff',
    decision: {
      ...{ outcome, opinion, decidedBy: actor.actorId, decided: stamp },
      departsFrom: departures(state, outcome).map(({ procedureId }) => procedureId),
      ...(draft !== null && draft.outcome !== outcome && { departsFromDraft: true as const }),
      ...(seen !== undefined && { seen }),
      grant: { kind, document },
      ...(proof !== null && { proof }),
      ...(supervisor !== null && {
        sentTo: { departmentId: supervisor.organisationId, departmentName: supervisor.name },
      }),
    },
  });
}
