import { type BeijingDate, formatDate } from '../clock/beijing.ts';
import type { Facts, Refusal } from '../decider.ts';
import { grantFor, type SigningGrant } from '../organisation/signing-grant.ts';
import type { StaffPosting } from '../organisation/staff.ts';
import type { CaseFile } from './case-file.ts';

type Stopped = { kind: 'refusal'; refusal: Refusal };
type Signer = Pick<Facts, 'actor' | 'place' | 'postings'>;

/** Whether somebody acts at the desk of the department that decides the case. */
export const atDecidingDepartment = (
  state: CaseFile,
  { actor, place }: Pick<Facts, 'actor' | 'place'>,
): boolean =>
  actor.organisationId === state.decidingDepartmentId && place.organisationId === actor.organisationId;

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
