import { oc } from '@orpc/contract';
import { z } from 'zod';

import { type TerminationGround, terminationGrounds } from '../cases/endings.ts';
import { type UndoableStep, undoable } from '../cases/undo.ts';
import { materialFormSchema } from '../matters/matter.ts';
import { typedLineSchema, typedParagraphSchema } from '../text.ts';
import { answer } from './answer.ts';
import { caseRowSchema } from './case-views.ts';

const caseId = z.object({ caseId: z.uuid() });
const reason = typedParagraphSchema(500);
const withCase = answer({ case: caseRowSchema });
const keysOf = <Key extends string>(named: Record<Key, unknown>) => Object.keys(named) as [Key, ...Key[]];

export const terminationSchema = caseId.extend({
  ground: z.enum(keysOf<TerminationGround>(terminationGrounds)),
  reason,
  basis: typedParagraphSchema(300),
});

/** How the second person says who they are, at the desk of the first, for this one act. */
export const witnessSchema = z.object({
  staffNumber: z.string().max(32),
  by: z.enum(['pin', 'password']),
  secret: z.string().max(200),
});
export type Witness = z.infer<typeof witnessSchema>;

/** Renderer ↔ core: putting right what went wrong with a case. */
export const mistakesContract = {
  /** What is not named stays as it is. */
  correct: oc
    .input(
      caseId.extend({
        corrected: z.object({
          name: typedLineSchema(120).optional(),
          idNumber: typedLineSchema(32).optional(),
          phone: typedLineSchema(32).optional(),
          address: typedLineSchema(200).optional(),
          materials: z
            .array(
              z.object({
                materialId: z.string().max(64),
                form: materialFormSchema,
                copies: z.int().min(1).max(99),
              }),
            )
            .max(100)
            .optional(),
        }),
        reason: typedLineSchema(200),
      }),
    )
    .output(withCase),
  withdraw: oc
    .input(
      caseId.extend({
        name: typedLineSchema(120),
        relation: z.enum(['self', 'agent']),
        signed: z.enum(['slip', 'document']),
        reason,
      }),
    )
    .output(withCase),
  terminate: oc.input(terminationSchema).output(withCase),
  /** The open cases that this one could go on under. */
  mergeChoices: oc.input(caseId).output(z.array(caseRowSchema)),
  merge: oc.input(caseId.extend({ into: z.uuid(), reason })).output(withCase),
  requestVoid: oc.input(caseId.extend({ reason })).output(withCase),
  /** By whoever is signed in; or, while they stay so, by a second person beside them. */
  confirmVoid: oc.input(caseId.extend({ reason, second: witnessSchema.nullable() })).output(withCase),
  rejectVoid: oc.input(caseId.extend({ reason })).output(withCase),
  undo: oc.input(caseId.extend({ step: z.enum(keysOf<UndoableStep>(undoable)) })).output(withCase),
};
