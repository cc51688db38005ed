import { assertNever, type Decision, type Facts } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';
import { correct, correctCaseSchema } from './corrections.ts';
import { endingCommands, merge, terminate, voiding, withdraw } from './endings.ts';
import { undo, undone, undoStepSchema } from './undo.ts';

/** The commands by which what went wrong with a case is put right. */
export const mistakeCommands = {
  correctCase: correctCaseSchema,
  ...endingCommands,
  undoStep: undoStepSchema,
} as const;

type Name = keyof typeof mistakeCommands;
export type MistakeCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isMistakeCommand = (command: { name: string }): command is MistakeCommand =>
  Object.hasOwn(mistakeCommands, command.name);

/** Their rules. */
export function decideMistake(state: CaseFile, command: MistakeCommand, facts: Facts): Decision<CaseEvent> {
  switch (command.name) {
    case 'correctCase':
      return correct(state, command.args, facts);
    case 'withdrawCase':
      return withdraw(state, command.args, facts);
    case 'terminateCase':
      return terminate(state, command.args, facts);
    case 'mergeCases':
      return merge(state, command.args, facts);
    case 'requestVoid':
    case 'confirmVoid':
    case 'rejectVoid':
      return voiding(state, command, facts);
    case 'undoStep':
      return undo(state, command.args, facts);
    default:
      return assertNever(command);
  }
}

const mistakeEvents = [
  'CaseCorrected',
  'CaseEnded',
  'VoidRequested',
  'VoidRejected',
  'StepUndone',
] as const satisfies readonly CaseEvent['type'][];
type MistakeEvent = Extract<CaseEvent, { type: (typeof mistakeEvents)[number] }>;
export const isMistakeEvent = (event: CaseEvent): event is MistakeEvent =>
  mistakeEvents.some((type) => type === event.type);

/** What they make of a case. */
export function evolveMistake(state: CaseFile, event: MistakeEvent): CaseFile {
  switch (event.type) {
    case 'CaseCorrected':
      return {
        ...state,
        applicant: event.applicant,
        materials: event.materials,
        // What was confirmed is not what it says now.
        confirmation: null,
        corrections: [...state.corrections, event.correction],
      };
    case 'CaseEnded':
      return { ...state, status: event.ending.kind, voidRequested: null, ending: event.ending };
    case 'VoidRequested':
      return { ...state, voidRequested: event.request, voidRejected: null };
    case 'VoidRejected':
      return { ...state, voidRequested: null, voidRejected: event.rejected };
    case 'StepUndone':
      return undone(state, event);
    default:
      return assertNever(event);
  }
}
