import type { z } from 'zod';
import { type CaseFile, caseBeginning } from './cases/case-file.ts';
import { caseCommands } from './cases/commands.ts';
import { caseDecider } from './cases/decide.ts';
import { type CalendarYear, calendarYearCommands, calendarYearDecider } from './clock/calendar-year.ts';
import { type Decider, type Decision, evolveAll, type Facts, refuse } from './decider.ts';
import {
  type InstallationRecord,
  installationCommands,
  installationDecider,
} from './identity/installation.ts';
import { isActedOnAt, mayGive } from './identity/may-give.ts';
import { type LocalFacts, localFactsCommands, localFactsDecider } from './matters/local-facts.ts';
import { type MatterChange, matterChangeCommands, matterChangeDecider } from './matters/matter-change.ts';
import { type StaffChange, staffChangeCommands, staffChangeDecider } from './organisation/staff-change.ts';
import { type Booking, bookingCommands, bookingDecider } from './queue/booking.ts';
import { type HallDay, hallDayCommands, hallDayDecider } from './queue/hall-day.ts';
import { type Ticket, ticketBeginning, ticketDecider } from './queue/ticket.ts';
import { ticketCommands } from './queue/ticket-commands.ts';
import type { Envelope, SubjectKind } from './sync/command.ts';
import { type QuarantineItem, quarantineCommands, quarantineDecider } from './sync/quarantine.ts';
import { type Visit, visitCommands, visitDecider } from './visits/visit.ts';

/** The state of each kind of subject. */
export interface SubjectStates {
  ticket: Ticket;
  visit: Visit;
  hallDay: HallDay;
  booking: Booking;
  caseFile: CaseFile;
  staffChange: StaffChange;
  matterChange: MatterChange;
  calendarYear: CalendarYear;
  localFacts: LocalFacts;
  installation: InstallationRecord;
  quarantine: QuarantineItem;
}
export type SubjectState = SubjectStates[SubjectKind];

/** A state as it was stored, with what it lacks because an older program wrote it. */
export function readState<State>(kind: SubjectKind, stored: State): State {
  if (kind === 'caseFile') return { ...caseBeginning, ...stored };
  return kind === 'ticket' ? (ticketBeginning(stored as Ticket) as State) : stored;
}

/** The commands of each kind of subject, by name, with the schema of their arguments. */
export const commandSchemas = {
  ticket: ticketCommands,
  visit: visitCommands,
  hallDay: hallDayCommands,
  booking: bookingCommands,
  caseFile: caseCommands,
  staffChange: staffChangeCommands,
  matterChange: matterChangeCommands,
  calendarYear: calendarYearCommands,
  localFacts: localFactsCommands,
  installation: installationCommands,
  quarantine: quarantineCommands,
} as const;

type Schemas = typeof commandSchemas;
export type CommandName = { [Kind in SubjectKind]: keyof Schemas[Kind] }[SubjectKind] & string;
type SchemaOf<Name> = {
  [Kind in SubjectKind]: Name extends keyof Schemas[Kind] ? Schemas[Kind][Name] : never;
}[SubjectKind];
/** The arguments of a command. */
export type CommandArgs<Name extends CommandName> = z.infer<Extract<SchemaOf<Name>, z.ZodType>>;

interface AnyDecider {
  decide(
    state: SubjectState | null,
    command: { name: string; args: unknown; id: string },
    facts: Facts,
  ): Decision<unknown>;
  evolve(state: SubjectState | null, event: unknown): SubjectState;
}
const erase = <State extends SubjectState, Command, Event>(decider: Decider<State, Command, Event>) =>
  decider as unknown as AnyDecider;

const deciders: Record<SubjectKind, AnyDecider> = {
  ticket: erase(ticketDecider),
  visit: erase(visitDecider),
  hallDay: erase(hallDayDecider),
  booking: erase(bookingDecider),
  caseFile: erase(caseDecider),
  staffChange: erase(staffChangeDecider),
  matterChange: erase(matterChangeDecider),
  calendarYear: erase(calendarYearDecider),
  localFacts: erase(localFactsDecider),
  installation: erase(installationDecider),
  quarantine: erase(quarantineDecider),
};

/** What applying a command gives: the new state with the events behind it, a refusal, or "cannot be read". */
export type Outcome =
  | { kind: 'applied'; state: SubjectState; events: readonly unknown[] }
  | { kind: 'refused'; refusal: { code: string; message: string } }
  | { kind: 'unreadable'; reason: string };

/**
 * Applies one command to the state of its subject: reads the arguments by the command's schema, asks whether the
 * actor's role may give it and the place takes it, decides, evolves. Both the counter and the district call this and nothing else.
 */
export function applyCommand(
  state: SubjectState | null,
  command: Pick<Envelope, 'name' | 'subject' | 'args'>,
  facts: Facts,
): Outcome {
  const { kind, id } = command.subject;
  const schemas: Record<string, z.ZodType> = commandSchemas[kind];
  const schema = Object.hasOwn(schemas, command.name) ? schemas[command.name] : undefined;
  if (schema === undefined) return { kind: 'unreadable', reason: `no command ${command.name} for ${kind}` };
  const args = schema.safeParse(command.args);
  if (!args.success) {
    const where = args.error.issues.map((issue) => issue.path.join('.')).join(', ');
    return { kind: 'unreadable', reason: `arguments of ${command.name} do not fit: ${where}` };
  }
  const before = state && readState(kind, state);
  const decision = !mayGive(facts.actor.role, command.name as CommandName)
    ? refuse('notAuthorised', '您的岗位没有这项权限，请换由有权限的同事办理。')
    : !isActedOnAt(facts.place.kind, kind)
      ? refuse('notAtCounter', '大厅后台不接待、不办件，请到窗口电脑上办理。')
      : deciders[kind].decide(before, { name: command.name, args: args.data, id }, facts);
  if (decision.kind === 'refusal') return { kind: 'refused', refusal: decision.refusal };
  const next = evolveAll<SubjectState, unknown>(deciders[kind], before, decision.events);
  if (next === null) return { kind: 'unreadable', reason: 'the command gave no event' };
  return { kind: 'applied', state: next, events: decision.events };
}

/** The state that events lead to, in their order; null where there are none. */
export const replay = (kind: SubjectKind, events: readonly unknown[]): SubjectState | null =>
  evolveAll<SubjectState, unknown>(deciders[kind], null, events);
