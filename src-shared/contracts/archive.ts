import { oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema } from '../clock/beijing.ts';
import { typedLineSchema } from '../text.ts';
import { answer } from './answer.ts';

const caseIds = z.array(z.uuid()).min(1).max(100);

/** A volume on its way to the archive. */
export const archiveRowSchema = z.object({
  caseId: z.string(),
  caseNumber: z.string(),
  matterName: z.string(),
  applicantName: z.string(),
  endedOn: beijingDateSchema,
  /** What it still lacks; none where it can be closed. */
  gaps: z.array(z.string()),
  /** Set once it is closed: until when it is kept. */
  until: beijingDateSchema.nullable(),
});
export type ArchiveRow = z.infer<typeof archiveRowSchema>;

/** Renderer ↔ core: volumes that are closed, and handed to the archive by a list. */
export const archiveContract = {
  /** Cases that are over and whose volume is not at the archive yet, the oldest first. */
  list: oc.output(z.array(archiveRowSchema)),
  close: oc.input(z.object({ caseIds })).output(answer({ count: z.int() })),
  /** Prints the list with places for both signatures. */
  hand: oc
    .input(z.object({ caseIds, receiver: typedLineSchema(120) }))
    .output(answer({ listNumber: z.string() })),
};
