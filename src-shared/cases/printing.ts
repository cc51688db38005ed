/**
 * What was printed of a case (打印记录, 管政〔2016〕20号: 归档资料应从系统中打印后入卷). A print is entered before a sheet leaves, so
 * that no paper is in anybody's hands that the record does not know; what became of it is entered afterwards.
 */
import { z } from 'zod';
import { assertNever, type Decision, events, type Facts, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { lineSchema } from '../text.ts';
import { attachmentLimits, blobHashSchema } from './attachments.ts';
import type { CaseEvent } from './case-events.ts';
import type { CaseFile, PrintEntry } from './case-file.ts';

const blobBytes = z.int().min(1).max(attachmentLimits.fileBytes);

/**
 * What came of a print. `sent`: the system's printing took it, which is not yet paper. `dialog`: the browser's dialog was
 * opened, and nobody but the person knows what they pressed. `failed`: nothing left the program.
 */
export const printOutcomes = ['sent', 'dialog', 'failed'] as const;
export type PrintOutcomeKind = (typeof printOutcomes)[number];

/** The outcome in words; null is a print of which nothing further was heard. */
export const printOutcomeText = (outcome: PrintOutcomeKind | null): string =>
  outcome === null ? '结果未知' : { sent: '已送打印', dialog: '已交打印窗口', failed: '没有打印' }[outcome];

export const printingCommands = {
  printDocument: z.strictObject({
    printId: z.uuidv7(),
    /** The number of a document of the case, or of its archive volume. */
    number: lineSchema(48),
    title: lineSchema(60),
    /** Names what is printed: its content as canonical JSON, kept as a blob. */
    content: blobHashSchema,
    /** How large it is; a program that does not say so keeps it to itself. */
    bytes: blobBytes.optional(),
  }),
  settlePrint: z.strictObject({
    printId: z.uuidv7(),
    outcome: z.enum(printOutcomes),
    /** Sheets of A4. */
    pages: z.int().min(0).max(2000),
    /** The very pages as PDF, kept as a blob; null where the shell cannot make one. */
    pdf: blobHashSchema.nullable(),
    pdfBytes: blobBytes.optional(),
  }),
} as const;

type Name = keyof typeof printingCommands;
export type PrintingCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];
export const isPrintingCommand = (command: { name: string }): command is PrintingCommand =>
  Object.hasOwn(printingCommands, command.name);

export type PrintingEvent =
  | { type: 'DocumentPrinted'; entry: PrintEntry }
  | { type: 'PrintSettled'; printId: string; settled: NonNullable<PrintEntry['settled']> };
export const isPrintingEvent = (event: CaseEvent): event is PrintingEvent =>
  event.type === 'DocumentPrinted' || event.type === 'PrintSettled';

/** Which print of a document the next one is, from 1. One that did not leave the program is not counted. */
export const nextCopy = ({ prints }: Pick<CaseFile, 'prints'>, number: string): number =>
  1 + prints.filter((each) => each.number === number && each.settled?.outcome !== 'failed').length;

/** Where papers of a case are printed: in the hall that received it, and in the department that decides it. */
export function decidePrinting(
  state: CaseFile,
  { name, args }: PrintingCommand,
  { actor, place, stamp }: Facts,
): Decision<CaseEvent> {
  if (![state.receivingOrganisationId, state.decidingDepartmentId].includes(place.organisationId))
    return refuse('otherOrganisation', '文书由收件的中心（站）或审批部门打印，请联系原收件窗口。');
  switch (name) {
    case 'printDocument':
      if (state.prints.some(({ printId }) => printId === args.printId))
        return refuse('alreadyPrinted', '这次打印已经登记过了；再打一份请重新点打印。');
      return events({
        type: 'DocumentPrinted',
        entry: { ...args, copy: nextCopy(state, args.number), by: actor.actorId, at: stamp, settled: null },
      });
    case 'settlePrint': {
      const { printId, ...settled } = args;
      const entry = state.prints.find((each) => each.printId === printId);
      if (entry === undefined) return refuse('printUnknown', '没有这次打印的登记，请重新打印。');
      if (entry.settled !== null) return refuse('printSettled', '这次打印的结果已经登记过了。');
      return events({ type: 'PrintSettled', printId, settled });
    }
    default:
      return assertNever(name);
  }
}

/** What a print adds to a case: to its record, and to nothing else; the way back over the last step stays open. */
export function evolvePrinting(state: CaseFile, event: PrintingEvent): CaseFile {
  const prints =
    event.type === 'DocumentPrinted'
      ? [...state.prints, event.entry]
      : state.prints.map((each) =>
          each.printId === event.printId ? { ...each, settled: event.settled } : each,
        );
  return { ...state, revision: state.revision + 1, prints };
}
