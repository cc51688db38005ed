import { type BeijingDate, beijingDateOf } from '../clock/beijing.ts';
import { addWorkingDays, type Calendar } from '../clock/calendar.ts';
import { momentOf } from '../clock/evidence.ts';
import type { CaseFile, OwedMaterial } from './case-file.ts';

/** A paper that may follow (容缺), with the day by which it has to be there. */
export interface OwedPaper extends OwedMaterial {
  readonly due: BeijingDate;
  /** The date reaches into a year whose calendar is not published. */
  readonly provisional: boolean;
  readonly overdue: boolean;
}

/** What may follow on a case, counted out from its acceptance by the calendar as it is now. */
export function owedPapers(
  { owed, accepted }: Pick<CaseFile, 'owed' | 'accepted'>,
  calendar: Calendar,
  today: BeijingDate,
): readonly OwedPaper[] {
  if (accepted === null) return [];
  const from = beijingDateOf(momentOf(accepted));
  return owed.map((paper) => {
    const { date, provisional } = addWorkingDays(calendar, from, paper.withinDays);
    return { ...paper, due: date, provisional, overdue: paper.supplied === null && today > date };
  });
}
