import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';

import { writtenSignatureSchema } from '../cases/written-signature.ts';

import { ratingLevels } from '../ratings/rating.ts';
import { typedParagraphSchema } from '../text.ts';

import { answer, done } from './answer.ts';
import { matterMaterialSchema } from './matter-views.ts';

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
    /** There is something to sign on here. */
    mayBeSigned: z.boolean(),
  }),
  /** What the public is told about a matter, as the clerk has put it there. */
  z.object({
    kind: z.literal('matter'),
    organisationName: z.string(),
    counterName: z.string(),
    matterName: z.string(),
    publicFields: z.array(z.object({ label: z.string(), value: z.string() })).length(11),
    localFields: z.array(z.object({ label: z.string(), value: z.string() })),
    materials: z.array(matterMaterialSchema),
    elsewhere: z.string(),
  }),
  z.object({
    kind: z.literal('taken'),
    organisationName: z.string(),
    counterName: z.string(),
    matterName: z.string(),
    caseNumber: z.string(),
    statusName: z.string(),
    dueText: z.string(),
    /** Whether they are done here, still have to bring something, or were turned away. */
    tone: z.enum(['good', 'bring', 'refused']),
    /** What this means for them, in plain words; each a sentence. */
    sentences: z.array(z.string()),
    /** What they still have to bring: each paper, and why or by when. */
    toBring: z.array(z.object({ name: z.string(), note: z.string() })),
    /** Their word on this service, once they have given it. Nobody asks twice, and none is taken for granted. */
    rated: z.enum(ratingLevels).nullable(),
  }),
  /** They are leaving: a moment to rate, and nothing of their case on it, since the next person is on the way. */
  z.object({
    kind: z.literal('leaving'),
    organisationName: z.string(),
    counterName: z.string(),
    /** Names the service that is rated; not to be shown. */
    caseNumber: z.string(),
    rated: z.enum(ratingLevels).nullable(),
  }),
]);
export type CitizenScreen = z.infer<typeof citizenScreenSchema>;

const given = z.object({ level: z.enum(ratingLevels), comment: typedParagraphSchema(300) });

/** Renderer ↔ core: what the citizen screen may ask. */
export const citizenContract = {
  watch: oc.output(eventIterator(citizenScreenSchema)),
  /** The entries in full, while a finger holds them; each call is recorded. */
  reveal: oc.input(z.object({ digest: z.string() })).output(answer({ entries: entriesSchema })),
  /** The citizen's confirmation of exactly the entries with this digest, and their signature where they gave one. */
  confirm: oc
    .input(z.object({ digest: z.string(), signature: writtenSignatureSchema.nullable().default(null) }))
    .output(done),
  /** How the service was that stands on the screen, of the case with this number. */
  rate: oc.input(given.extend({ caseNumber: z.string().max(40) })).output(done),
  /** The same later, by the code of the slip. */
  rateByCode: oc.input(given.extend({ code: z.string().regex(/^\d{8}$/) })).output(done),
};
