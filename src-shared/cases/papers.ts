import { assertNever, type Decision, type Facts } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { addAttachments, attachmentCommands } from './attachments.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile } from './case-file.ts';
import { type CustodyCommand, custodyCommands, decideCustody } from './custody.ts';

/** The commands about papers: their scans, and whose hands they are in. */
export const paperCommands = { ...attachmentCommands, ...custodyCommands } as const;

type Name = keyof typeof attachmentCommands;
export type PaperCommand =
  | { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name]
  | CustodyCommand;
export const isPaperCommand = (command: { name: string }): command is PaperCommand =>
  Object.hasOwn(paperCommands, command.name);

/** Their rules. */
export const decidePapers = (state: CaseFile, command: PaperCommand, facts: Facts): Decision<CaseEvent> =>
  command.name === 'addAttachments'
    ? addAttachments(state, command.args, facts)
    : decideCustody(state, command, facts);

const paperEvents = [
  'AttachmentsAdded',
  'PapersMoved',
  'PapersTakenOver',
  'HandOverCancelled',
] as const satisfies readonly CaseEvent['type'][];
type PaperEvent = Extract<CaseEvent, { type: (typeof paperEvents)[number] }>;
export const isPaperEvent = (event: CaseEvent): event is PaperEvent =>
  paperEvents.some((type) => type === event.type);

/** What they make of a case. */
export function evolvePapers(state: CaseFile, event: PaperEvent): CaseFile {
  switch (event.type) {
    case 'AttachmentsAdded':
      return { ...state, attachments: [...state.attachments, ...event.attachments] };
    case 'PapersMoved':
      return { ...state, custody: [...state.custody, event.entry] };
    case 'PapersTakenOver':
      return {
        ...state,
        custody: state.custody.with(-1, { ...lastOf(state), taken: event.taken }),
      };
    case 'HandOverCancelled':
      // The event itself keeps who gave it up, and why.
      return { ...state, custody: state.custody.slice(0, -1) };
    default:
      return assertNever(event);
  }
}

function lastOf({ custody }: CaseFile) {
  const last = custody.at(-1);
  if (last === undefined) throw new Error('papers were taken over that nobody had handed over');
  return last;
}
