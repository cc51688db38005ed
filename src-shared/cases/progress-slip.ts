import { beijingDateOf, formatBeijing } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import { caseSlip, followCode, type SlipPlace } from './slips.ts';
import { timelineOf } from './timeline.ts';
import { deadlineText, statusName } from './wording.ts';

/** 办理进度单: what has happened so far, in plain words, for the applicant to take along. */
export function progressSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const { promised } = deadlinesOf(caseFile, place.calendar, beijingDateOf(momentOf(caseFile.received)));
  const steps = timelineOf(caseFile).flatMap(({ at, plain }): SlipLine[] =>
    plain === null
      ? []
      : [
          { kind: 'text', text: formatBeijing(at) },
          { kind: 'text', text: plain },
        ],
  );
  return caseSlip(
    '办理进度单',
    caseFile,
    place,
    [
      { kind: 'pair', key: '现在', value: statusName(caseFile) },
      ...(caseFile.decision === null
        ? ([
            { kind: 'pair', key: '承诺办结', value: deadlineText(promised, caseFile.matter.promised) },
          ] as const)
        : []),
      { kind: 'divider' },
      ...steps,
      ...followCode(caseFile, place),
    ],
    [],
  );
}
