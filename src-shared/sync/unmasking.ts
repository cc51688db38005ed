import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { canonicalJson, type Digest, digestOf } from './canonical.ts';
import { digestSchema, seqSchema, subjectKinds } from './command.ts';

/** Where it was shown: at a counter's desk, on the citizen's own screen, at a department's desk. */
export const unmaskingPlaces = ['desk', 'citizenScreen', 'department'] as const;

/**
 * That somebody was shown what is masked otherwise: a link in the second chain of an installation. It names who and
 * whose, never what was shown.
 */
export const unmaskingSchema = z.strictObject({
  seq: seqSchema,
  /** By the installation's clock. */
  at: instantSchema,
  actorId: z.string().min(1).max(64),
  subject: z.strictObject({ kind: z.enum(subjectKinds), id: z.uuid() }),
  place: z.enum(unmaskingPlaces),
  prevHash: digestSchema,
});
export type Unmasking = z.infer<typeof unmaskingSchema>;

/** Hash of one link, which the next one names. */
export const hashUnmasking = (unmasking: Unmasking): Digest => digestOf(canonicalJson(unmasking));

/** What the installation signs when it hands links in: the hash of the last covers the whole chain before it. */
export const unmaskingsText = (batch: { instanceId: string; firstSeq: number; lastHash: Digest }): string =>
  ['yichuang unmaskings', batch.instanceId, batch.firstSeq, batch.lastHash].join('\n');
