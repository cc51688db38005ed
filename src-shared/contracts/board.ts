import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';

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
      calledAt: instantSchema,
      calls: z.int(),
    }),
  ),
  waiting: z.array(z.object({ categoryName: z.string(), prefix: z.string(), count: z.int() })),
  missed: z.array(z.string()),
});
export type BoardScreen = z.infer<typeof boardScreenSchema>;

/** Renderer ↔ core: what a board may ask. */
export const boardContract = {
  watch: oc.output(eventIterator(boardScreenSchema)),
};
