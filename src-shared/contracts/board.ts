import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { counterStates } from './hall-queue.ts';

/** The hall's board: numbers and counters, never a name. */
export const boardScreenSchema = z.object({
  organisationName: z.string(),
  hallName: z.string(),
  now: instantSchema,
  /** Newest first; `calls` grows with each repeated call so that the board can blink again. */
  calls: z.array(
    z.object({
      ticketId: z.string(),
      number: z.string(),
      counterName: z.string(),
      counterNumber: z.int(),
      calledAt: instantSchema,
      calls: z.int(),
    }),
  ),
  waiting: z.array(z.object({ categoryName: z.string(), prefix: z.string(), count: z.int() })),
  missed: z.array(z.string()),
  /** What is at each counter, by their numbers. */
  counters: z.array(
    z.object({
      number: z.int(),
      name: z.string(),
      state: z.enum(counterStates),
      ticketNumber: z.string().nullable(),
      pausedFor: z.string().nullable(),
    }),
  ),
  notice: z.string(),
  /** Whether this board says the calls aloud: one of the hall's does, so that none is heard twice. */
  speaks: z.boolean(),
});
export type BoardScreen = z.infer<typeof boardScreenSchema>;

/** Renderer ↔ core: what a board may ask. */
export const boardContract = {
  watch: oc.output(eventIterator(boardScreenSchema)),
  /** The same for a display over one counter, which never speaks for the hall. */
  display: oc.output(eventIterator(boardScreenSchema)),
};
