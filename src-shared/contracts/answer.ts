import { z } from 'zod';

/** A refusal on the wire: a code for programs, a sentence for people. */
export const refusalSchema = z.object({ code: z.string(), message: z.string() });

/** What a procedure that changes something answers: done, or refused with a sentence that says what to do. */
export const answer = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done'), ...shape }),
    z.object({ kind: z.literal('refused'), refusal: refusalSchema }),
  ]);

export const done = answer({});
export type Done = z.infer<typeof done>;

/** A refusal as a procedure answers it. */
export type Refused = { kind: 'refused'; refusal: z.infer<typeof refusalSchema> };
export const refused = (code: string, message: string): Refused => ({
  kind: 'refused',
  refusal: { code, message },
});
