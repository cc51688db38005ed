import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { instantSchema } from '../clock/beijing.ts';
import { calendarSchema } from '../clock/calendar.ts';
import { matterSchema } from '../matters/matter.ts';
import { counterSchema, hallSchema, organisationSchema } from '../organisation/organisation.ts';
import { staffPostingSchema } from '../organisation/staff.ts';
import { subjectKinds } from '../sync/command.ts';
import { answer, refusalSchema } from './answer.ts';

/** Everything that the district publishes and every core keeps a copy of, under one version. */
export const referenceSchema = z.object({
  version: z.string(),
  districtName: z.string(),
  organisations: z.array(organisationSchema),
  halls: z.array(hallSchema),
  counters: z.array(counterSchema),
  staff: z.array(staffPostingSchema),
  matters: z.array(matterSchema),
  calendar: calendarSchema,
});
export type Reference = z.infer<typeof referenceSchema>;

/** What an installation is given at enrolment, once. */
export const enrolmentSchema = z.object({
  installationId: z.string(),
  instanceId: z.string(),
  token: z.string(),
  kind: z.enum(['counter', 'department']),
  counterId: z.string().nullable(),
  organisationId: z.string(),
  hallId: z.string().nullable(),
  areaCode: z.string().regex(/^\d{9}$/),
  series: z.string().regex(/^\d{3}$/),
  epoch: z.string(),
  serverTime: instantSchema,
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

export const pushInputSchema = z.object({
  protocolVersion: z.int(),
  schemaVersion: z.int(),
  appVersion: z.string().max(32),
  instanceId: z.string().max(64),
  /** Each is read as an envelope on its own: one that cannot be read goes to quarantine, not its neighbours. */
  commands: z.array(z.record(z.string(), z.unknown())).min(1).max(200),
  sent: z.object({ monotonicMs: z.number().nonnegative(), bootId: z.string().min(1).max(64) }),
  /** `ed25519:<base64>` of the installation's key over `batchText` (src-shared/sync/batch.ts). */
  signature: z.string().regex(/^ed25519:[A-Za-z0-9+/=]+$/),
});
export type PushInput = z.infer<typeof pushInputSchema>;

export const commandResultSchema = z.object({
  seq: z.int().positive(),
  commandId: z.string(),
  outcome: z.enum(['applied', 'refused', 'quarantined']),
  refusal: refusalSchema.nullable(),
  stampedAt: instantSchema,
});
export type CommandResult = z.infer<typeof commandResultSchema>;

export const pushOutputSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('taken'),
    epoch: z.string(),
    serverTime: instantSchema,
    results: z.array(commandResultSchema),
  }),
  /** A gap: send from this sequence number on. */
  z.object({
    kind: z.literal('expected'),
    epoch: z.string(),
    serverTime: instantSchema,
    seq: z.int().positive(),
  }),
  /** The chain does not continue what the server holds: altered, cloned or restored. Nothing was taken. */
  z.object({
    kind: z.literal('chainBroken'),
    epoch: z.string(),
    serverTime: instantSchema,
    seq: z.int(),
    message: z.string(),
  }),
  z.object({
    kind: z.literal('versionNotSupported'),
    epoch: z.string(),
    serverTime: instantSchema,
    oldest: z.int(),
    newest: z.int(),
  }),
]);
export type PushOutput = z.infer<typeof pushOutputSchema>;

export const changeSchema = z.object({
  kind: z.enum(subjectKinds),
  id: z.string(),
  revision: z.int(),
  /** The state as the server's decider left it (`src-shared/subjects.ts`). */
  state: z.record(z.string(), z.unknown()),
});

export const pullOutputSchema = z.object({
  epoch: z.string(),
  serverTime: instantSchema,
  cookie: z.string(),
  /** The last sequence number of the asking installation that `changes` already show. */
  lastSeq: z.int().nonnegative(),
  changes: z.array(changeSchema),
  /** More is waiting: pull again at once with the new cookie. */
  more: z.boolean(),
  /** The published collections, where the asker's version is another; else null. */
  reference: referenceSchema.nullable(),
});
export type PullOutput = z.infer<typeof pullOutputSchema>;

/**
 * Core ↔ district server, over HTTPS. All but `enrol` want `Authorization: Bearer <token>` of an enrolled
 * installation; without one the answer is 401.
 */
export const districtContract = {
  enrol: oc
    .route({ method: 'POST', path: '/v1/enrolments', summary: 'Enrol an installation by its one-time code' })
    .input(
      z.object({
        code: z.string().min(8).max(64),
        /** The installation's Ed25519 public key, SPKI as base64. */
        publicKey: z.string().min(40).max(200),
        /** Chosen by the installation, so that a lost answer can be asked for again with the same key. */
        appVersion: z.string().max(32),
      }),
    )
    .output(answer({ enrolment: enrolmentSchema })),
  signIn: oc
    .route({
      method: 'POST',
      path: '/v1/sign-ins',
      summary: 'Check a person’s password at this installation',
    })
    .input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) }))
    .output(answer({ posting: staffPostingSchema, serverTime: instantSchema })),
  push: oc
    .route({ method: 'POST', path: '/v1/push', summary: 'Hand in commands in order' })
    .input(pushInputSchema)
    .output(pushOutputSchema),
  pull: oc
    .route({ method: 'POST', path: '/v1/pull', summary: 'Fetch what has changed since the cookie' })
    .input(
      z.object({ cookie: z.string().max(100).nullable(), referenceVersion: z.string().max(100).nullable() }),
    )
    .output(pullOutputSchema),
  wakeUps: oc
    .route({ method: 'GET', path: '/v1/wake-ups', summary: 'Server-sent events: there is something to pull' })
    .output(eventIterator(z.object({ serverTime: instantSchema }))),
};
