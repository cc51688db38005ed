import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { evidenceSchema } from '../clock/evidence.ts';
import { signatureSchema } from '../identity/sealed-key.ts';
import { canonicalJson, type Digest, digestOf } from './canonical.ts';
import { withoutPersonal } from './personal.ts';

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What stands before the first command of an installation. */
export const chainStart: Digest = `sha256:${'0'.repeat(64)}`;

export const subjectKinds = [
  'ticket',
  'visit',
  'hallDay',
  'booking',
  'caseFile',
  'staffChange',
  'matterChange',
  'calendarYear',
  'localFacts',
  'installation',
  'quarantine',
] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** The kinds that came later, with the version of the wire from which on a program can read them. */
const kindsSince: Partial<Record<SubjectKind, number>> = {
  ...{ matterChange: 3, hallDay: 3, booking: 3, calendarYear: 3, localFacts: 3 },
};

/** Whether a program that speaks this version of the wire knows a kind of subject: one unknown change spoils its whole pull. */
export const isReadBy = (protocolVersion: number, kind: SubjectKind): boolean =>
  protocolVersion >= (kindsSince[kind] ?? 1);

/** The id of a subject or a command: a UUID of version 7 in small letters, since ids are compared as text. */
export const subjectIdSchema = z.uuidv7().regex(/^[0-9a-f-]+$/);

/** That a command was refused before and given once more (重新提交): who did that, and when. */
export const givenAgainSchema = z.strictObject({
  /** The refused command; what was given again is the same act under a new id. */
  commandId: subjectIdSchema,
  /** Person id, which need not be that of the command's actor. */
  by: z.string().min(1).max(64),
  postingId: z.string().max(64).nullable(),
  sessionId: z.string().max(64).nullable(),
  at: instantSchema,
});
export type GivenAgain = z.infer<typeof givenAgainSchema>;

/** A place in an installation's chain: 1, 2, 3 … without a gap. */
export const seqSchema = z.int().positive().max(2_147_483_647);

/**
 * A command as it travels and as it is kept: who, where, when, upon what, and the hash of the one before it. The
 * arguments are checked by the schema of the command's name (`subjects.ts`).
 */
export const envelopeSchema = z.strictObject({
  commandId: subjectIdSchema,
  seq: seqSchema,
  name: z.string().min(1).max(64),
  subject: z.strictObject({ kind: z.enum(subjectKinds), id: subjectIdSchema }),
  args: z.record(z.string(), z.unknown()),
  argsHash: digestSchema,
  prevHash: digestSchema,
  baseRevision: z.int().nonnegative(),
  actorId: z.string().min(1).max(64),
  postingId: z.string().max(64).nullable(),
  counterId: z.string().max(64).nullable(),
  sessionId: z.string().max(64).nullable(),
  authMode: z.enum(['online', 'offline']),
  channel: z.enum(['counter', 'kiosk', 'citizenScreen', 'department', 'office']),
  matterVersion: z.int().positive().nullable(),
  calendarVersion: z.string().max(32).nullable(),
  /** The person's own signature over `personSignatureText`, on the commands that want one (`signedCommands`). */
  personSignature: signatureSchema.optional(),
  givenAgain: givenAgainSchema.optional(),
  ...evidenceSchema.shape,
});
export type Envelope = z.infer<typeof envelopeSchema>;

/** Hash of the arguments, personal fields as their digests. */
export const hashArgs = (args: Record<string, unknown>): Digest =>
  digestOf(canonicalJson(withoutPersonal(args)));

/** Hash of a whole command: every field of the envelope, the arguments by their own hash. */
export function hashCommand({ args: _, ...envelope }: Envelope): Digest {
  return digestOf(canonicalJson(envelope));
}

/** The case beside its subject that a command names: what is decided about one rests upon the other. */
export const otherCaseOf = ({ name, args }: Pick<Envelope, 'name' | 'args'>): string | null =>
  name === 'mergeCases' ? (subjectIdSchema.safeParse(args.into).data ?? null) : null;

/** Commands that count only with the signature of the person who gives them: what decides, and what undoes. */
export const signedCommands: readonly string[] = ['signOffCase', 'extendCase', 'confirmVoid'];

/**
 * What the person signs: the whole command, by its hash without the signature. Its place in the chain is left out: that
 * changes when the installation enrols anew, and what the person signed does not.
 */
export const personSignatureText = (envelope: Envelope): string => signedTextOf(actOf(envelope));

/** The act as its hash is taken over it: canonical JSON. It names its arguments by their hash. */
const actOf = ({ personSignature: _, args: __, seq: ___, prevHash: ____, ...act }: Envelope): string =>
  canonicalJson(act);
export const signedTextOf = (act: string): string => `yichuang person\n${digestOf(act)}`;

/** An act with the signature of whoever gave it, for anybody who wants to verify it later. */
export interface Proof {
  act: string;
  /** `ed25519:<base64>` over `signedTextOf(act)`. */
  signature: string;
}

/** The proof that a command carries; null where nobody has signed it. */
export const proofOf = (envelope: Envelope): Proof | null =>
  envelope.personSignature === undefined
    ? null
    : { act: actOf(envelope), signature: envelope.personSignature };
