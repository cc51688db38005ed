import { z } from 'zod';
import { procedureCommands } from '../cases/procedures.ts';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { specialProcedureKinds } from '../clock/suspension.ts';

/** Why a case is due when it is due (`cases/explanation.ts`). */
export const caseExplanationSchema = z.object({
  today: beijingDateSchema,
  limits: z.array(
    z.object({
      name: z.enum(['承诺时限', '法定时限', '送达期限']),
      limitText: z.string(),
      dueText: z.string(),
      due: beijingDateSchema.nullable(),
      provisional: z.boolean(),
      steps: z.array(z.object({ date: beijingDateSchema, text: z.string(), basis: z.string().nullable() })),
      days: z.array(
        z.object({ date: beijingDateSchema, as: z.enum(['counted', 'extension', 'suspended', 'off']) }),
      ),
    }),
  ),
  notes: z.array(z.string()),
});
export type CaseExplanationView = z.infer<typeof caseExplanationSchema>;

/** What a department does to the clock of a case; the id of a procedure that begins is given by the core. */
export const clockStepSchema = z.discriminatedUnion('name', [
  procedureCommands.startProcedure.omit({ procedureId: true }).extend({ name: z.literal('startProcedure') }),
  procedureCommands.endProcedure.extend({ name: z.literal('endProcedure') }),
  procedureCommands.dropProcedure.extend({ name: z.literal('dropProcedure') }),
  procedureCommands.requestExtension.extend({ name: z.literal('requestExtension') }),
  procedureCommands.extendCase.extend({ name: z.literal('extendCase') }),
  procedureCommands.rejectExtension.extend({ name: z.literal('rejectExtension') }),
]);
export type ClockStep = z.infer<typeof clockStepSchema>;

const said = z.object({ by: z.string(), at: instantSchema });

/** The special procedures and extensions of a case, with names instead of ids. */
export const caseProceduresSchema = z.object({
  procedures: z.array(
    z.object({
      procedureId: z.string(),
      kind: z.enum(specialProcedureKinds as [(typeof specialProcedureKinds)[number]]),
      name: z.string(),
      stopsClock: z.boolean(),
      first: beijingDateSchema,
      last: beijingDateSchema,
      basis: z.string(),
      reason: z.string(),
      ...said.shape,
      opinion: said.extend({ text: z.string(), advice: z.enum(['approve', 'reject', 'open']) }).nullable(),
      notHeld: said.extend({ reason: z.string() }).nullable(),
      /** The decision departs from this opinion (M23). */
      departed: z.boolean(),
    }),
  ),
  /** `by` is who approved it. */
  extensions: z.array(
    said.extend({ days: z.int(), reason: z.string(), requestedBy: z.string().nullable(), grant: z.string() }),
  ),
  /** The last request that was not approved: it waits, or was not granted. */
  extensionRequest: said
    .extend({
      days: z.int(),
      reason: z.string(),
      personId: z.string(),
      rejected: said.extend({ reason: z.string() }).nullable(),
    })
    .nullable(),
  /** Working days by which the limits can still be extended; null where the matter's version is not here. */
  extensionLeft: z.int().nullable(),
});
export type CaseProcedures = z.infer<typeof caseProceduresSchema>;
