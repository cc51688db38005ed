import type { CaseFile } from './cases/case-file.ts';
import type { Calendar } from './clock/calendar.ts';
import type { Evidence, Stamp } from './clock/evidence.ts';
import type { InstallationKind } from './contracts/district.ts';
import type { Actor } from './identity/authority.ts';
import type { Matter } from './matters/matter.ts';
import type { Counter, OrganisationTree } from './organisation/organisation.ts';
import type { StaffPosting } from './organisation/staff.ts';
import type { GivenAgain, Proof } from './sync/command.ts';

/**
 * The one way in which anything changes. Each kind of subject (a case, a visit, a ticket) has a decider; the
 * counter runs it when the clerk acts, the district runs the same two functions again, and the district's
 * answer is the one that counts.
 */
export interface Decider<State, Command, Event> {
  /** Says what follows from a command, or why nothing may. Pure; throws never. */
  decide(state: State | null, command: Command, facts: Facts): Decision<Event>;
  /** The state after an event. Total over every event that `decide` can give. */
  evolve(state: State | null, event: Event): State;
}

/** What a decision gives: events in the past tense, or a refusal that a person can act upon. */
export type Decision<Event> =
  | { kind: 'events'; events: readonly Event[] }
  | { kind: 'refusal'; refusal: Refusal };

/** A business refusal is a value: a code for programs and one Chinese sentence that says what to do next. */
export interface Refusal {
  code: string;
  message: string;
}

/** What a decision may know beyond state and command. The caller brings it; nothing here reads a clock. */
export interface Facts {
  actor: Actor;
  place: Place;
  stamp: Stamp;
  /** The machine's monotonic clock at the act, for how long ago another act at the same machine was. */
  clock: Pick<Evidence, 'monotonicMs' | 'bootId'>;
  /** Another case that the command names, as this side holds it; null where it holds none. */
  caseFile(id: string): CaseFile | null;
  /** The matter as it stood in that version, or undefined where this side does not have it. */
  matter(code: string, version: number): Matter | undefined;
  /** Every version that is published, in force, past or still to come. */
  publishedMatters(): readonly Matter[];
  /** A counter as it is published, or undefined where there is none of that id. */
  counter(id: string): Counter | undefined;
  /** The district's offices as they are published. */
  organisations: OrganisationTree;
  /** The working days as they are published: what a limit is counted by. */
  calendar: Calendar;
  /** The district is a demo: what virtual devices give counts there, and nowhere else. */
  demo: boolean;
  /** The command as its person signed it; null where nobody has. */
  proof: Proof | null;
  /** Who gave the command once more after it was refused; undefined where nobody had to. */
  givenAgain?: GivenAgain | undefined;
  /** The staff register as it is in force on this side. */
  postings: readonly StaffPosting[];
}

/** Where the command was given: results belong to the counter, the number series to the installation. */
export interface Place {
  installationId: string;
  kind: InstallationKind;
  /** The counter that this installation stands at; null where it stands at none. */
  counterId: string | null;
  organisationId: string;
  hallId: string | null;
  /** Nine digits of the street or district that case numbers begin with. */
  areaCode: string;
  /** Three digits leased at enrolment, unique in the area, never used again. */
  series: string;
  /** Those of the installations whose place this one took: numbers that they gave may still be on their way. */
  formerSeries?: readonly string[] | undefined;
}

export const events = <Event>(...list: Event[]): Decision<Event> => ({ kind: 'events', events: list });
export const refuse = (code: string, message: string): Decision<never> => ({
  kind: 'refusal',
  refusal: { code, message },
});

/** Applies a list of events in order. */
export function evolveAll<State, Event>(
  decider: Pick<Decider<State, never, Event>, 'evolve'>,
  state: State | null,
  list: readonly Event[],
): State | null {
  return list.reduce<State | null>((current, event) => decider.evolve(current, event), state);
}

/** For a switch that must name every member of a union. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
