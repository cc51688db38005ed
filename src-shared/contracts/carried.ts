import { z } from 'zod';
import { pullInputSchema, pullOutputSchema, pushInputSchema, pushOutputSchema } from './district.ts';
import { unmaskingsInputSchema, unmaskingsOutputSchema } from './unmaskings.ts';

/** What a file that goes up has inside: all that waits, and the question what is new. */
export const carriedUpSchema = z.strictObject({
  /** Of the installation that made it; what it may do is found by this, as on the line. */
  token: z.string().max(100),
  pushes: z.array(pushInputSchema),
  /** The second chain, where something of it waits. */
  unmaskings: z.array(unmaskingsInputSchema).optional(),
  ask: pullInputSchema,
});
export type CarriedUp = z.infer<typeof carriedUpSchema>;

/** What comes back: the answers in their order. */
export const carriedDownSchema = z.strictObject({
  pushes: z.array(pushOutputSchema),
  /** Where the file that went had some. */
  unmaskings: z.array(unmaskingsOutputSchema).optional(),
  pulls: z.array(pullOutputSchema),
});
export type CarriedDown = z.infer<typeof carriedDownSchema>;
