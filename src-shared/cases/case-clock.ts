/**
 * The clock of one case: its stamps and what happened to it, as the rules of `clock/` want them. Nothing of it is
 * stored, so a calendar that arrives later, and a day that passes without an answer, change the dates by themselves.
 */
import { type BeijingDate, beijingDateOf, type Instant } from '../clock/beijing.ts';
import { type Calendar, workingDaysBetween } from '../clock/calendar.ts';
import {
  answerDueOn,
  type Deadline,
  type Deadlines,
  deemedAcceptance,
  defaultLightThresholds,
  type ExplainedDeadline,
  explainDelivery,
  explainPromised,
  explainStatutory,
  type Light,
  light,
  type PromisedClock,
  type StatutoryClock,
} from '../clock/deadline.ts';
import { momentOf, type Stamp } from '../clock/evidence.ts';
import type { Suspension } from '../clock/suspension.ts';
import { type CaseFile, type Extension, isConcluded } from './case-file.ts';

/** Where a case stands between its receipt and its acceptance. */
export interface Standing {
  /** What the office has to answer within five working days: the receipt, or the supplement that completed it. */
  readonly since: Instant;
  /** When what was missing came in at last, in answer to a list that was told in time; else null. */
  readonly supplementedAt: Instant | null;
  /** The complete list was told in time, and the applicant has not brought everything yet. */
  readonly supplementing: boolean;
  /** The office was silent for five working days: the case counts as accepted since then (行政许可法 Art 32). */
  readonly deemed: boolean;
  readonly acceptedAt: Instant | null;
}

/**
 * What the office said, and whether it said it in time. A list of what is missing that comes after the five working
 * days changes nothing any more: the case counts as accepted already.
 * @param today null where only what happened matters: then a silence that still lasts is not taken to be over
 */
export function standingOf(caseFile: CaseFile, calendar: Calendar, today: BeijingDate | null): Standing {
  const { received, accepted, notices, nonAcceptance, ending } = caseFile;
  const isSilent = (since: Instant, spoken: Stamp | null): boolean => {
    const spokenAt = spoken === null ? null : momentOf(spoken);
    return (
      deemedAcceptance({ receivedAt: since, spokenAt }, today ?? beijingDateOf(since), calendar) !== null
    );
  };
  let since = momentOf(received);
  let supplementedAt: Instant | null = null;
  let [deemed, supplementing] = [false, false];
  for (const { at, supplemented } of notices) {
    // A list that is still open has been told in time already; what follows it adds to it.
    if (
      !supplementing &&
      isSilent(since, accepted !== null && momentOf(accepted) < momentOf(at) ? accepted : at)
    ) {
      deemed = true;
      break;
    }
    if (supplemented === null) supplementing = true;
    else since = supplementedAt = momentOf(supplemented.at);
  }
  deemed ||= !supplementing && isSilent(since, accepted ?? nonAcceptance?.at ?? ending?.at ?? null);
  const acceptedAt = deemed ? since : accepted === null ? null : momentOf(accepted);
  return { since, supplementedAt, supplementing, deemed, acceptedAt };
}

/** Whether a case is accepted: by the office's word, or by its silence. */
export const isAccepted = (caseFile: CaseFile, calendar: Calendar, today: BeijingDate): boolean =>
  caseFile.status === 'accepted' ||
  (caseFile.status === 'received' && standingOf(caseFile, calendar, today).deemed);

/** The two deadlines of a case, worked out anew from its stamps and the calendar as it is now. */
export function deadlinesOf(
  caseFile: CaseFile,
  calendar: Calendar,
  today: BeijingDate | null = null,
): Deadlines {
  const { promised, statutory } = explainedDeadlines(caseFile, calendar, today);
  return { promised: withoutSteps(promised), statutory: withoutSteps(statutory) };
}

/** The same with every step and day that leads to them. */
export function explainedDeadlines(
  caseFile: CaseFile,
  calendar: Calendar,
  today: BeijingDate | null = null,
): { promised: ExplainedDeadline; statutory: ExplainedDeadline } {
  const { matter, received, procedures, extensions } = caseFile;
  const { supplementedAt, supplementing, deemed, acceptedAt } = standingOf(caseFile, calendar, today);
  const suspensions = procedures.filter(({ notHeld }) => !notHeld).map(asSuspension);
  const promisedClock: PromisedClock = {
    ...{ sunk: matter.sunk, receivedAt: momentOf(received), uploadedAt: received.uploadedAt },
    ...{ limit: matter.promised, supplementedAt, supplementing, suspensions },
  };
  const statutoryClock: StatutoryClock = {
    ...{ limit: matter.statutory, acceptedAt, deemed, supplementedAt, suspensions },
  };
  return {
    promised: extended(extensions, (extensionDays) =>
      explainPromised({ ...promisedClock, extensionDays }, calendar),
    ),
    statutory: extended(extensions, (extensionDays) =>
      explainStatutory({ ...statutoryClock, extensionDays }, calendar),
    ),
  };
}

const asSuspension = ({ kind, first, last }: Suspension): Suspension => ({ kind, first, last });

/** An extension reaches a limit that had not passed when it was given: what was late already stays late. */
function extended(
  extensions: readonly Extension[],
  explain: (extensionDays: number) => ExplainedDeadline,
): ExplainedDeadline {
  let days = 0;
  let deadline = explain(days);
  for (const extension of extensions) {
    if (isPast(deadline, beijingDateOf(momentOf(extension.at)))) continue;
    days += extension.days;
    deadline = explain(days);
  }
  return deadline;
}

/** Whether a limit has run out before that day. */
export const isPast = (deadline: Deadline, today: BeijingDate): boolean =>
  deadline.kind === 'due' && today > deadline.date;

function withoutSteps({ steps: _, days: __, ...deadline }: ExplainedDeadline): Deadline {
  return deadline;
}

/** Everything that a row of a list says about time. */
export interface CaseClock extends Deadlines {
  /** By when the decision is to be delivered (行政许可法 Art 44); null before it. */
  readonly delivery: Deadline | null;
  readonly deemed: boolean;
  readonly light: Light;
  /** The light in words. */
  readonly lightText: string;
}

/** The clock of a case on a Beijing day, with its light. */
export function clockOf(caseFile: CaseFile, calendar: Calendar, today: BeijingDate): CaseClock {
  const standing = standingOf(caseFile, calendar, today);
  const deadlines = deadlinesOf(caseFile, calendar, today);
  const { decision } = caseFile;
  const delivery =
    decision === null ? null : withoutSteps(explainDelivery(momentOf(decision.decided), calendar));
  return { ...deadlines, delivery, deemed: standing.deemed, ...lightOf() };

  function lightOf(): Pick<CaseClock, 'light' | 'lightText'> {
    const { promptWithinWorkingDays } = defaultLightThresholds;
    const isNear = (date: BeijingDate) =>
      workingDaysBetween(calendar, today, date).days <= promptWithinWorkingDays;
    if (isConcluded(caseFile.status)) return { light: 'normal', lightText: '已办结' };
    if (delivery?.kind === 'due') {
      if (today > delivery.date) return { light: 'red', lightText: '已超送达期限' };
      if (isNear(delivery.date)) return { light: 'prompt', lightText: '即将超过送达期限' };
      return { light: 'normal', lightText: '送达期限内' };
    }
    const shown = light(deadlines, today, calendar);
    if (shown === 'red') return { light: shown, lightText: '已超法定时限' };
    if (shown === 'yellow') return { light: shown, lightText: '已超承诺时限' };
    if (caseFile.status === 'received') {
      if (standing.deemed) return { light: 'yellow', lightText: '已超告知期限' };
      if (isNear(answerDueOn(standing.since, calendar)))
        return { light: 'prompt', lightText: '即将超过告知期限' };
    }
    if (standing.supplementing) return { light: 'normal', lightText: '等待补正' };
    return shown === 'prompt'
      ? { light: shown, lightText: '即将到期' }
      : { light: shown, lightText: '时限正常' };
  }
}
