import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { answer, done } from './answer.ts';

/** What the citizen sees of the entries, masked or in full. */
export const entriesSchema = z.object({
  rows: z.array(z.object({ label: z.string(), value: z.string() })),
  materials: z.array(z.string()),
});

/** The citizen's own screen at the counter. It can list nothing and find nothing. */
export const citizenScreenSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('idle'), organisationName: z.string(), counterName: z.string() }),
  z.object({
    kind: z.literal('entries'),
    organisationName: z.string(),
    counterName: z.string(),
    matterName: z.string(),
    /** Names exactly these entries; a confirmation is over this and nothing else. */
    digest: z.string(),
    masked: entriesSchema,
    confirmed: z.boolean(),
    /** Whether the entries are complete enough to be confirmed. */
    complete: z.boolean(),
  }),
  z.object({
    kind: z.literal('taken'),
    organisationName: z.string(),
    counterName: z.string(),
    matterName: z.string(),
    caseNumber: z.string(),
    statusName: z.string(),
    dueText: z.string(),
  }),
]);
export type CitizenScreen = z.infer<typeof citizenScreenSchema>;

/** Renderer ↔ core: what the citizen screen may ask. */
export const citizenContract = {
  watch: oc.output(eventIterator(citizenScreenSchema)),
  /** The entries in full, while a finger holds them; each call is recorded. */
  reveal: oc.input(z.object({ digest: z.string() })).output(answer({ entries: entriesSchema })),
  /** The citizen's confirmation of exactly the entries with this digest. */
  confirm: oc.input(z.object({ digest: z.string() })).output(done),
};
