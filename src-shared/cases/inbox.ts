/**
 * Where a case stands in the list of a department's desk: what has to be signed there, what was asked of the department,
 * what it supervises. Nothing here is a date of law: it is an order, worked out anew from the case and the calendar.
 */
import { addCalendarDays, type BeijingDate, beijingDateOf, type Instant } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import { answerDueOn, type Deadline } from '../clock/deadline.ts';
import { momentOf } from '../clock/evidence.ts';
import { deadlinesOf, isAccepted, standingOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import { openInquiries } from './inquiries.ts';

export type InboxKind = 'review' | 'asked' | 'supervised';
/** How far the review is. */
export type ReviewStage = 'new' | 'assigned' | 'drafted' | 'returned';

export interface InboxEntry {
  readonly kind: InboxKind;
  /** From that day on it stands in the list: a case that nobody answers counts as accepted then. */
  readonly opensOn: BeijingDate | null;
  readonly promisedOn: BeijingDate | null;
  readonly statutoryOn: BeijingDate | null;
  /** The earliest day by which something is due; of an inquiry, the day of its answer. */
  readonly dueOn: BeijingDate | null;
  readonly receivedAt: Instant;
  readonly stage: ReviewStage;
  /** Person id of whoever has it. */
  readonly assignee: string | null;
}

/** The entry of a case in the list of a department; null where it has no business there. */
export function inboxEntry(state: CaseFile, departmentId: string, calendar: Calendar): InboxEntry | null {
  const receivedAt = momentOf(state.received);
  const none = { promisedOn: null, statutoryOn: null, opensOn: null, stage: 'new', assignee: null } as const;
  if (state.decidingDepartmentId !== departmentId) {
    const asked = openInquiries(state).filter((each) => each.departmentId === departmentId);
    const dueOn = asked.map(({ due }) => due).sort()[0];
    if (dueOn !== undefined && state.decision === null) return { ...none, kind: 'asked', dueOn, receivedAt };
    const { sentTo, decided } = state.decision ?? {};
    return sentTo?.departmentId === departmentId && decided !== undefined
      ? { ...none, kind: 'supervised', dueOn: null, receivedAt: momentOf(decided) }
      : null;
  }
  const opensOn = opens(state, calendar);
  if (opensOn === undefined) return null;
  const { promised, statutory } = deadlinesOf(state, calendar, opensOn);
  const [promisedOn, statutoryOn] = [dayOf(promised), dayOf(statutory)];
  const { assignee = null, draft = null, returned = null } = state.review ?? {};
  return {
    ...{ kind: 'review', opensOn, promisedOn, statutoryOn, receivedAt },
    dueOn: promisedOn ?? statutoryOn,
    stage:
      returned !== null ? 'returned' : draft !== null ? 'drafted' : assignee !== null ? 'assigned' : 'new',
    assignee: assignee?.personId ?? null,
  };
}

/** Null for at once; undefined where it does not stand there at all. */
function opens(state: CaseFile, calendar: Calendar): BeijingDate | null | undefined {
  if (state.status === 'accepted') return null;
  if (state.status !== 'received') return undefined;
  const { since } = standingOf(state, calendar, null);
  const last = answerDueOn(since, calendar);
  const next = addCalendarDays(last, 1);
  // An answer that came too late has been settled by then as well.
  return isAccepted(state, calendar, beijingDateOf(since)) ? null : next;
}

const dayOf = (deadline: Deadline): BeijingDate | null => (deadline.kind === 'due' ? deadline.date : null);
