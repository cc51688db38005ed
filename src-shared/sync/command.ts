import { z } from 'zod';
import { evidenceSchema } from '../clock/evidence.ts';
import { canonicalJson, type Digest, digestOf } from './canonical.ts';
import { withoutPersonal } from './personal.ts';

export const digestSchema = z.string().regex(/^sha256:[0-9a-f]{64}$/);

/** What stands before the first command of an installation. */
export const chainStart: Digest = `sha256:${'0'.repeat(64)}`;

export const subjectKinds = ['ticket', 'visit', 'caseFile'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

/** The id of a subject or a command: a UUID of version 7 in small letters, since ids are compared as text. */
export const subjectIdSchema = z.uuidv7().regex(/^[0-9a-f-]+$/);

/**
 * A command as it travels and as it is kept: who, where, when, upon what, and the hash of the one before it. The
 * arguments are checked by the schema of the command's name (`subjects.ts`).
 */
export const envelopeSchema = z.strictObject({
  commandId: subjectIdSchema,
  /** 1, 2, 3 … for each installation, without a gap. */
  seq: z.int().positive(),
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
  channel: z.enum(['counter', 'kiosk', 'citizenScreen', 'department']),
  matterVersion: z.int().positive().nullable(),
  calendarVersion: z.string().max(32).nullable(),
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
