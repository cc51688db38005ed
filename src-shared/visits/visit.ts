import { z } from 'zod';
import { serviceModes } from '../cases/commands.ts';
import type { Stamp } from '../clock/evidence.ts';
import { assertNever, type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { digestSchema } from '../sync/command.ts';
import { outcomeNames, type VisitOutcome } from './outcome.ts';

/** The commands of a visit. */
export const visitCommands = {
  openVisit: z.strictObject({
    ticketId: z.uuidv7().nullable(),
    ticketNumber: z.string().max(10).nullable(),
    serviceMode: z.enum(serviceModes),
    /** Whoever received this person first, at another counter, and answers for them still; null where it is this one. */
    firstReceiver: z.string().min(1).max(64).nullable().default(null),
  }),
  /** Puts the visit aside with its ticket, entries and all; the counter is free for somebody else meanwhile. */
  parkVisit: z.strictObject({}),
  resumeVisit: z.strictObject({}),
  /** The citizen's own touch on their own screen, over the digest of exactly what they were shown. */
  confirmEntries: z.strictObject({ digest: digestSchema }),
  closeVisit: z.strictObject({ outcome: z.enum(outcomeNames) }),
} as const;

/** A visit (来访): one ticket, one first receiver, many cases. */
export interface Visit {
  id: string;
  status: 'open' | 'parked' | 'closed';
  revision: number;
  ticketId: string | null;
  ticketNumber: string | null;
  serviceMode: string;
  counterId: string;
  organisationId: string;
  /** Answerable from the first word to the last (首问负责). */
  firstReceiver: string;
  opened: Stamp;
  confirmation: { digest: string; at: Stamp } | null;
  closed: { at: Stamp; outcome: VisitOutcome } | null;
}

export type VisitEvent =
  | { type: 'VisitOpened'; visit: Visit }
  | { type: 'VisitParked' }
  | { type: 'VisitResumed' }
  | { type: 'EntriesConfirmed'; confirmation: NonNullable<Visit['confirmation']> }
  | { type: 'VisitClosed'; closed: NonNullable<Visit['closed']> };

type Name = keyof typeof visitCommands;
type VisitCommand = { [N in Name]: { name: N; args: CommandArgs<N>; id: string } }[Name];

/** The rules of a visit. */
export const visitDecider: Decider<Visit, VisitCommand, VisitEvent> = {
  decide(state, command, { actor, place, stamp }) {
    if (command.name === 'openVisit') {
      if (state !== null) return refuse('alreadyOpen', '这次来访已经开始了。');
      if (place.counterId === null) return refuse('notAtCounter', '接待只能在窗口进行。');
      return events({
        type: 'VisitOpened',
        visit: {
          ...command.args,
          id: command.id,
          status: 'open',
          revision: 1,
          counterId: place.counterId,
          organisationId: place.organisationId,
          firstReceiver: command.args.firstReceiver ?? actor.actorId,
          opened: stamp,
          confirmation: null,
          closed: null,
        },
      });
    }
    if (state === null || state.status === 'closed')
      return refuse('visitClosed', '这次来访已经结束，请重新叫号。');
    if (state.counterId !== place.counterId)
      return refuse('otherCounter', '这次接待在其他窗口，请到原窗口办理。');
    if (command.name === 'resumeVisit')
      return state.status === 'parked'
        ? events({ type: 'VisitResumed' })
        : refuse('notParked', '这次来访没有挂起，请直接办理。');
    switch (command.name) {
      case 'parkVisit':
        return state.status === 'open'
          ? events({ type: 'VisitParked' })
          : refuse('alreadyParked', '这次来访已经挂起，请重新叫号后再办理。');
      case 'confirmEntries':
        return events({ type: 'EntriesConfirmed', confirmation: { digest: command.args.digest, at: stamp } });
      case 'closeVisit':
        return events({ type: 'VisitClosed', closed: { at: stamp, outcome: command.args.outcome } });
      default:
        return assertNever(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'VisitOpened') return event.visit;
    if (state === null) throw new Error(`${event.type} before VisitOpened`);
    const next = { ...state, revision: state.revision + 1 };
    switch (event.type) {
      case 'VisitParked':
        return { ...next, status: 'parked' };
      case 'VisitResumed':
        return { ...next, status: 'open' };
      case 'EntriesConfirmed':
        return { ...next, confirmation: event.confirmation };
      case 'VisitClosed':
        return { ...next, status: 'closed', closed: event.closed };
      default:
        return assertNever(event);
    }
  },
};
