import { type BeijingDate, beijingDateOf, formatDate } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { specialProcedures } from '../clock/suspension.ts';
import { type Decision, events, type Facts, type Refusal, refuse } from '../decider.ts';
import { grantFor, type SigningGrant } from '../organisation/signing-grant.ts';
import type { StaffPosting } from '../organisation/staff.ts';
import type { CommandArgs } from '../subjects.ts';
import { isAccepted } from './case-clock.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';
import { named, stillOwed } from './intake.ts';
import { outsideFault } from './outside.ts';
import { departures, openProcedures } from './procedures.ts';
import { seenOf } from './seen.ts';

type Stopped = { kind: 'refusal'; refusal: Refusal };
type Signer = Pick<Facts, 'actor' | 'place' | 'postings'>;

/** Where somebody signs: at the department's own desk by a posting there, or at the counter that received the case. */
function signingPlace(state: CaseFile, { actor, place }: Signer): 'department' | 'counter' | null {
  if (place.organisationId !== actor.organisationId) return null;
  if (place.counterId !== null) return place.counterId === state.receivingCounterId ? 'counter' : null;
  return place.organisationId === state.decidingDepartmentId ? 'department' : null;
}

/**
 * Under which grant somebody may sign a case today, or why they may not (M21, M24): a dated grant of this matter, and an
 * enforcement certificate that holds. The desks ask it before they offer the signature.
 */
export function signingGrant(
  state: CaseFile,
  facts: Signer,
  on: BeijingDate,
): { kind: 'granted'; grant: SigningGrant } | Stopped {
  const { matter, decidingDepartmentId: departmentId } = state;
  const at = signingPlace(state, facts);
  if (at === null)
    return stopped(
      'otherDepartment',
      `这个办件由${matter.departmentName}签批，您不是该部门的首席代表，也没有它的授权。`,
    );
  const posting = facts.postings.find(({ postingId }) => postingId === facts.actor.postingId);
  const grant = grantFor(posting?.grants ?? [], { departmentId, matterCode: matter.code, at, on });
  if (posting === undefined || grant === null)
    return stopped(
      'notGranted',
      at === 'counter'
        ? `您没有当场签批《${matter.name}》的授权，请送${matter.departmentName}签批。`
        : `您今天没有签批《${matter.name}》的授权，请由获得授权的首席代表签批，或由本单位报审授权。`,
    );
  if (at === 'counter' && matter.promised.kind !== 'onTheSpot')
    return stopped(
      'notOnTheSpot',
      `《${matter.name}》不是即办件，不能在窗口当场签批，请送${matter.departmentName}。`,
    );
  const lapsed = certificateFault(posting, on);
  return lapsed === null ? { kind: 'granted', grant } : stopped('certificateExpired', lapsed);
}

const stopped = (code: string, message: string): Stopped => ({ kind: 'refusal', refusal: { code, message } });

/** Whoever signs carries the enforcement certificate (《河南省行政执法证》, M24). */
function certificateFault({ certificate }: StaffPosting, on: BeijingDate): string | null {
  if (certificate === null)
    return '没有登记您的《河南省行政执法证》，不能签批；请由本单位登记后再签批，急件请有授权的同事签批。';
  return certificate.validUntil < on
    ? `您的《河南省行政执法证》已于${formatDate(certificate.validUntil)}到期，不能签批；请换证登记后再签批，急件请有授权的同事签批。`
    : null;
}

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
