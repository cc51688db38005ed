import { oc } from '@orpc/contract';
import { z } from 'zod';
import { typedLineSchema } from '../text.ts';
import { done } from './answer.ts';

const caseId = z.object({ caseId: z.uuid() });

/** One side's approval of a receipt outside the hall, with the number of its paper. */
export const approveOutside = oc
  .input(caseId.extend({ reason: typedLineSchema(300), document: typedLineSchema(60) }))
  .output(done);

/** Renderer ↔ core: the exception to the receipt at a counter. */
export const outsideContract = {
  declare: oc.input(caseId.extend({ reason: typedLineSchema(300) })).output(done),
  approve: approveOutside,
};
