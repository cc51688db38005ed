import { formatBeijing } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import { type Decider, type Decision, events, evolveAll, type Facts, refuse } from '../decider.ts';
import { decideRating, evolveRating, isRatingCommand, isRatingEvent } from '../ratings/rating.ts';
import type { CommandArgs } from '../subjects.ts';
import { closingOf, decideArchive, evolveArchive, isArchiveCommand, isArchiveEvent } from './archive.ts';
import type { CaseEvent } from './case-events.ts';
import { type CaseFile, caseBeginning, isConcluded } from './case-file.ts';
import type { caseCommands } from './commands.ts';
import { decideHanding, evolveHanding, isHandingEvent } from './handing.ts';
import { decideInquiry, evolveInquiry, isInquiryCommand, isInquiryEvent } from './inquiries.ts';
import { decideIntake, evolveIntake, isIntakeCommand, isIntakeEvent, receive } from './intake.ts';
import { decideMistake, evolveMistake, isMistakeCommand, isMistakeEvent } from './mistakes.ts';
import { decideOutside, evolveOutside, isOutsideCommand, isOutsideEvent } from './outside.ts';
import { decidePapers, evolvePapers, isPaperCommand, isPaperEvent } from './papers.ts';
import { decidePrinting, evolvePrinting, isPrintingCommand, isPrintingEvent } from './printing.ts';
import { decideProcedure, evolveProcedure, isProcedureCommand } from './procedures.ts';
import { decideReview, evolveReview, isReviewCommand, isReviewEvent } from './review.ts';
import { decideSignOff } from './sign-off.ts';
import { withUndo } from './undo.ts';
import { standsAt } from './wording.ts';

type Name = keyof typeof caseCommands;
export type CaseCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

function decideStep(state: CaseFile | null, command: CaseCommand, facts: Facts): Decision<CaseEvent> {
  if (command.name === 'receiveCase') {
    if (state !== null) return refuse('alreadyReceived', '这个办件已经收过了，请在办件列表中查看。');
    return receive(command.args, command.id, facts);
  }
  if (state === null) return refuse('caseUnknown', '没有找到这个办件：它的收件尚未成功，请先处理收件。');
  if (isMistakeCommand(command)) return decideMistake(state, command, facts);
  if (isIntakeCommand(command)) return decideIntake(state, command, facts) ?? wrongStep(state);
  if (isProcedureCommand(command)) return decideProcedure(state, command, facts);
  if (isReviewCommand(command)) return decideReview(state, command, facts);
  if (isOutsideCommand(command)) return decideOutside(state, command, facts);
  if (isArchiveCommand(command)) return decideArchive(state, command, facts);
  if (isRatingCommand(command)) return decideRating(state, command, facts);
  if (isInquiryCommand(command)) return decideInquiry(state, command, facts);
  if (isPaperCommand(command)) return decidePapers(state, command, facts);
  if (command.name === 'signOffCase')
    return decideSignOff(state, command.args, facts) ?? signedBefore(state, facts) ?? wrongStep(state);
  if (isPrintingCommand(command)) return decidePrinting(state, command, facts);
  return decideHanding(state, command, facts) ?? wrongStep(state);
}

/** Notes on a step who gave it once more, after it had been refused. */
function withGivenAgain(
  decision: Decision<CaseEvent>,
  step: string,
  { givenAgain }: Facts,
): Decision<CaseEvent> {
  if (decision.kind === 'refusal' || givenAgain === undefined) return decision;
  const [first, ...others] = decision.events;
  const { by, at } = givenAgain;
  return first === undefined ? decision : events({ ...first, givenAgain: { step, by, at } }, ...others);
}

/** A volume closes by itself with the step of the staff that makes it whole. */
function withClosing(
  decision: Decision<CaseEvent>,
  state: CaseFile | null,
  facts: Facts,
): Decision<CaseEvent> {
  if (decision.kind === 'refusal' || facts.actor.postingId === null) return decision;
  if (decision.events.some(({ type }) => type === 'VolumeClosed')) return decision;
  const next = evolveAll(caseDecider, state, decision.events);
  const closing = next === null ? null : closingOf(next, facts);
  return closing === null ? decision : events(...decision.events, closing);
}

/** Two who sign at the same moment: the one who came second reads who came first, when and how. */
function signedBefore({ decision, matter }: CaseFile, { postings }: Facts) {
  if (decision === null) return null;
  const { decidedBy, decided, outcome } = decision;
  const who = postings.find(({ personId }) => String(personId) === decidedBy)?.name ?? matter.departmentName;
  return refuse(
    'signedBefore',
    `${who}已于${formatBeijing(momentOf(decided))}先签批（${outcome === 'approved' ? '准予' : '不予'}），您的签批没有生效，不用再签；有不同意见的请与其联系。`,
  );
}

function wrongStep({ status, ending }: CaseFile) {
  // Somebody ended it while somebody else was at work on it: what they did has come to nothing, and why.
  if (isConcluded(status) && ending !== null)
    return refuse(
      'wrongStep',
      `这个办件${standsAt[status]}，这一步没有生效，不用再办；原因是：${ending.reason.replace(/。$/, '')}。`,
    );
  return refuse('wrongStep', `这个办件${standsAt[status]}，不能重复或越过这一步；请刷新后查看。`);
}

/** The rules of a case, from receipt to its end. */
export const caseDecider: Decider<CaseFile, CaseCommand, CaseEvent> = {
  decide: (state, command, facts) =>
    withClosing(
      withGivenAgain(
        withUndo(decideStep(state, command, facts), command.name, state, facts),
        command.name,
        facts,
      ),
      state,
      facts,
    ),

  evolve(before, event) {
    const state = evolveStep(before, event);
    if (event.givenAgain === undefined) return state;
    return { ...state, givenAgain: [...state.givenAgain, event.givenAgain] };
  },
};

function evolveStep(state: CaseFile | null, event: CaseEvent): CaseFile {
  if (event.type === 'CaseReceived') return { ...caseBeginning, ...event.caseFile, undo: event.undo ?? null };
  if (state === null) throw new Error(`${event.type} before CaseReceived`);
  if (isPrintingEvent(event)) return evolvePrinting(state, event);
  // Whatever follows a step closes the way back over it.
  const next = { ...state, revision: state.revision + 1, undo: event.undo ?? null };
  if (isMistakeEvent(event)) return evolveMistake(next, event);
  if (isIntakeEvent(event)) return evolveIntake(next, event);
  if (isPaperEvent(event)) return evolvePapers(next, event);
  if (isReviewEvent(event)) return evolveReview(next, event);
  if (isOutsideEvent(event)) return evolveOutside(next, event);
  if (isHandingEvent(event)) return evolveHanding(next, event);
  if (isArchiveEvent(event)) return evolveArchive(next, event);
  if (isRatingEvent(event)) return evolveRating(next, event);
  if (isInquiryEvent(event)) return evolveInquiry(next, event);
  switch (event.type) {
    case 'CaseSignedOff':
      return { ...next, status: 'decided', decision: event.decision };
    default:
      return evolveProcedure(next, event);
  }
}
