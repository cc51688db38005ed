/**
 * What an applicant reads who follows their case from afar: by the code on the slip, in plain words, with nothing of
 * anybody but a masked name.
 */
import type { BeijingDate, Instant } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import { maskApplicant } from '../identity/masking.ts';
import { erasedText, reveal } from '../sync/personal.ts';
import { clockOf, deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import { timelineOf } from './timeline.ts';
import { deadlineText, statusName } from './wording.ts';

/** A case as its applicant reads it. */
export interface FollowedCase {
  readonly matterName: string;
  readonly departmentName: string;
  readonly caseNumber: string;
  /** Masked; an enterprise's is public. */
  readonly applicantName: string;
  readonly status: string;
  /** By when it is promised; null once it is decided or over. */
  readonly promised: string | null;
  readonly steps: readonly { readonly at: Instant; readonly text: string }[];
  /** The service can be rated now, with the code of the slip: it was handed over, and nobody has used the code. */
  readonly canRate: boolean;
  readonly rated: boolean;
}

export function followedCase(state: CaseFile, calendar: Calendar, today: BeijingDate): FollowedCase {
  const applicant = reveal(state.applicant);
  const { matter, caseNumber, decision, ending, nonAcceptance } = state;
  const rated = state.ratings.some(({ visitId }) => visitId === null);
  const { promised } = deadlinesOf(state, calendar, today);
  return {
    ...{ matterName: matter.name, departmentName: matter.departmentName, caseNumber },
    applicantName: applicant === null ? erasedText : maskApplicant(applicant).name,
    status: statusName(state, clockOf(state, calendar, today).deemed),
    promised: (decision ?? ending ?? nonAcceptance) ? null : deadlineText(promised, matter.promised),
    steps: timelineOf(state).flatMap(({ at, plain }) => (plain === null ? [] : [{ at, text: plain }])),
    ...{ canRate: state.delivered !== null && !rated, rated },
  };
}
