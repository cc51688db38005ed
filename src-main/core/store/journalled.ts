import { z } from 'zod';
import { enrolmentSchema } from '#shared/contracts/district.ts';
import { type Envelope, envelopeSchema } from '#shared/sync/command.ts';

/** Who this installation is to the district. */
export type Identity = z.infer<typeof identitySchema>;
const identitySchema = z.object({
  enrolment: enrolmentSchema,
  privateKey: z.string(),
  publicKey: z.string(),
});
/** A new chain of commands, after enrolling anew. */
export type ReEnrolled = z.infer<typeof reEnrolledSchema>;
const reEnrolledSchema = identitySchema.extend({ envelopes: z.array(envelopeSchema) });

/** What the journal holds: commands, and where a new chain of them began. */
export type Journalled = z.infer<typeof journalledSchema>;
export const journalledSchema = z.union([z.strictObject({ reEnrolled: reEnrolledSchema }), envelopeSchema]);

/** Where a chain stands after these entries. @param before where it stood before them */
export const endOf = (journalled: readonly unknown[], before: number): number =>
  journalled.reduce<number>((end, entry) => {
    const { seq, reEnrolled } = entry as { seq?: number; reEnrolled?: ReEnrolled };
    return seq ?? reEnrolled?.envelopes.at(-1)?.seq ?? (reEnrolled === undefined ? end : 0);
  }, before);

/** The number of a journalled command; whatever else stands in the journal comes after any. */
export const seqOf = (entry: unknown): number => (entry as { seq?: number }).seq ?? Number.POSITIVE_INFINITY;

/**
 * The commands of the chain that goes on now, from after this one to its end.
 * @param wanted how many they have to be
 * @param journalled what the journal holds, oldest first
 * @returns null where one is missing
 */
export function givenAfter(
  lastSeq: number,
  wanted: number,
  journalled: readonly unknown[],
): Envelope[] | null {
  const written = journalled.map((entry) => journalledSchema.parse(entry));
  const begin = written.findLastIndex((entry) => 'reEnrolled' in entry);
  const anew = written[begin];
  const chain = [
    ...(anew !== undefined && 'reEnrolled' in anew ? anew.reEnrolled.envelopes : []),
    ...written.slice(begin + 1).flatMap((entry) => ('reEnrolled' in entry ? [] : [entry])),
  ];
  const lost = chain.filter(({ seq }) => seq > lastSeq);
  const isWhole = lost.length === wanted && lost.every(({ seq }, index) => seq === lastSeq + 1 + index);
  return isWhole ? lost : null;
}
