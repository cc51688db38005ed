import { z } from 'zod';
import { serviceModes } from '../cases/commands.ts';
import type { Stamp } from '../clock/evidence.ts';
import { assertNever, type Decider, events, refuse } from '../decider.ts';
import type { CommandArgs } from '../subjects.ts';
import { digestSchema } from '../sync/command.ts';

/** The commands of a visit. */
export const visitCommands = {
  openVisit: z.strictObject({
    ticketId: z.uuidv7().nullable(),
    ticketNumber: z.string().max(10).nullable(),
    serviceMode: z.enum(serviceModes),
  }),
  /** The citizen's own touch on their own screen, over the digest of exactly what they were shown. */
  confirmEntries: z.strictObject({ digest: digestSchema }),
  closeVisit: z.strictObject({ outcome: z.enum(['taken', 'advised']) }),
} as const;

/** A visit (来访): one ticket, one first receiver, many cases. */
export interface Visit {
  id: string;
  status: 'open' | 'closed';
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
  closed: { at: Stamp; outcome: 'taken' | 'advised' } | null;
}

export type VisitEvent =
  | { type: 'VisitOpened'; visit: Visit }
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
          firstReceiver: actor.actorId,
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
    switch (command.name) {
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
      case 'EntriesConfirmed':
        return { ...next, confirmation: event.confirmation };
      case 'VisitClosed':
        return { ...next, status: 'closed', closed: event.closed };
      default:
        return assertNever(event);
    }
  },
};
