import { z } from 'zod';
import { beijingDateSchema } from '../clock/beijing.ts';
import { caseRowSchema } from './case-views.ts';

const stages = ['new', 'assigned', 'drafted', 'returned'] as const;

/** What is asked of the list of a department's desk. */
export const inboxQuestionSchema = z.object({
  kind: z.enum(['review', 'asked', 'supervised']).default('review'),
  sort: z.enum(['urgency', 'received', 'latest', 'matter']).default('urgency'),
  filter: z
    .object({
      light: z.enum(['red', 'yellow', 'prompt', 'normal']).nullable().default(null),
      assignee: z.enum(['me', 'nobody']).nullable().default(null),
      stage: z.enum(stages).nullable().default(null),
      matterCode: z.string().max(40).nullable().default(null),
    })
    .prefault({}),
  /** So many of them stand before the page that is asked for. */
  skip: z.int().nonnegative().max(1_000_000).default(0),
});
export type InboxQuestion = z.infer<typeof inboxQuestionSchema>;

/** A case as the list shows it, with how far its review is. */
export const inboxRowSchema = caseRowSchema.extend({
  stage: z.enum(stages),
  assignee: z.object({ personId: z.string(), name: z.string() }).nullable(),
  /** The day that it stands in the order by. */
  dueOn: beijingDateSchema.nullable(),
  /** The applicant can still be asked for more. */
  asksForCorrection: z.boolean(),
  /** Somebody has asked for an extension, which waits for its approval. */
  extensionWaits: z.boolean(),
});
export type InboxRow = z.infer<typeof inboxRowSchema>;

export const inboxCountsSchema = z.object({
  review: z.int(),
  red: z.int(),
  yellow: z.int(),
  prompt: z.int(),
  mine: z.int(),
  drafted: z.int(),
  asked: z.int(),
  supervised: z.int(),
});
export type InboxCounts = z.infer<typeof inboxCountsSchema>;
