import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { attachmentLimits, blobHashSchema } from '../cases/attachments.ts';
import { registerEntrySchema } from '../certificates/certificate.ts';
import { instantSchema } from '../clock/beijing.ts';
import { calendarSchema } from '../clock/calendar.ts';
import { passSchema } from '../identity/pass.ts';
import { publicKeySchema, sealedKeySchema, signatureSchema } from '../identity/sealed-key.ts';
import { matterSchema } from '../matters/matter.ts';
import { counterSchema, hallSchema, organisationSchema } from '../organisation/organisation.ts';
import { staffPostingSchema } from '../organisation/staff.ts';
import { carriedFileSchema } from '../sync/carried.ts';
import { subjectKinds } from '../sync/command.ts';
import { answer, done, refusalSchema } from './answer.ts';
import { interfaceLogContract } from './interface-log.ts';
import { unmaskingsContract } from './unmaskings.ts';

/** What the district publishes and every core keeps a copy of, under one version; its staff is published beside it. */
export const referenceSchema = z.object({
  version: z.string(),
  districtName: z.string(),
  /** A demo district: virtual devices and invented people are welcome there, and nowhere else. */
  demo: z.boolean().default(false),
  organisations: z.array(organisationSchema),
  halls: z.array(hallSchema),
  counters: z.array(counterSchema),
  matters: z.array(matterSchema),
  calendar: calendarSchema,
});
export type Reference = z.infer<typeof referenceSchema>;

/** The postings in force, past and to come: people change more often than matters, so they have their own version. */
export const publishedStaffSchema = z.object({ version: z.string(), postings: z.array(staffPostingSchema) });
export type PublishedStaff = z.infer<typeof publishedStaffSchema>;

/**
 * What an installation is: a counter in a hall, a department's desk, the office that watches over both; or in a hall what
 * cases never come near: a ticket kiosk, and the back office (大厅后台), a staff PC at no counter that runs the hall.
 */
export const installationKinds = ['counter', 'department', 'office', 'kiosk', 'backOffice'] as const;
export type InstallationKind = (typeof installationKinds)[number];

/** What an installation is given at enrolment, once. */
export const enrolmentSchema = z.object({
  installationId: z.string(),
  instanceId: z.string(),
  token: z.string(),
  kind: z.enum(installationKinds),
  counterId: z.string().nullable(),
  organisationId: z.string(),
  hallId: z.string().nullable(),
  areaCode: z.string().regex(/^\d{9}$/),
  series: z.string().regex(/^\d{3}$/),
  /** The series of the installations whose place it took. */
  formerSeries: z.array(z.string()).optional(),
  epoch: z.string(),
  serverTime: instantSchema,
  /** The district's Ed25519 public key, which signs passes. Absent where it was not told at enrolment. */
  districtKey: publicKeySchema.optional(),
});
export type Enrolment = z.infer<typeof enrolmentSchema>;

/** What a machine brings to enrol. */
export const enrolInputSchema = z.object({
  /** A one-time code, or the secret of a hall's file. */
  code: z.string().min(8).max(64),
  /** The installation's Ed25519 public key, SPKI as base64. The same with the same code is the same installation. */
  publicKey: z.string().min(40).max(200),
  appVersion: z.string().max(32),
  /** For finding the PC in the office's list. */
  machineName: z.string().max(64).default(''),
  /**
   * With a hall's file: where the machine is to stand, null for a kiosk or the back office, and whether it takes the place
   * of the one that stands there.
   */
  seat: z
    .object({
      counterId: z.string().max(64).nullable(),
      replace: z.boolean(),
      backOffice: z.boolean().default(false),
    })
    .nullable()
    .default(null),
  /** The installation that this machine was so far, proved by its key: what waits there comes along. */
  former: z.object({ installationId: z.uuid(), signature: signatureSchema }).nullable().default(null),
  /** `enrolmentText` (src-shared/identity/enrolment.ts), signed by the key that is to be enrolled. */
  proof: z.object({ nonce: z.string().min(16).max(64), signature: signatureSchema }).optional(),
});
export type EnrolInput = z.input<typeof enrolInputSchema>;

/**
 * An installation that the district no longer, or not yet, works with: the `data` of the answer 401 or 403.
 * pending: nobody has approved it yet. revoked: it was taken out of service, or another took its place. cloned: two
 * programs were heard that both claim to be it. unknown: the token is nobody's.
 */
export const standingSchema = z.object({
  code: z.enum(['pending', 'revoked', 'cloned', 'unknown']),
  message: z.string(),
});
export type Standing = z.infer<typeof standingSchema>;

/** The `data` of the answer 429: when to come again, at the earliest. The head says the same (`Retry-After`). */
export const busySchema = z.object({ comeAgainSeconds: z.int().positive() });
export type Busy = z.infer<typeof busySchema>;

/** Names one start of a core, at random: two that speak in turn are two machines with one installation. */
const runIdSchema = z.string().min(16).max(64).optional();

/** A push carries no more passes than this. */
export const passesInPush = 20;

/** An object into which nobody looks yet: hundreds come at once, and each is read by whoever knows what it should be. */
export const anyObject = z
  .unknown()
  .refine((value) => typeof value === 'object' && value !== null && !Array.isArray(value)) as z.ZodType<
  Record<string, unknown>,
  Record<string, unknown>
>;

/** So many commands a district takes in one push. */
export const mostInPush = 400;

export const pushInputSchema = z.object({
  protocolVersion: z.int(),
  schemaVersion: z.int(),
  appVersion: z.string().max(32),
  instanceId: z.string().max(64),
  /** Each is read as an envelope on its own: one that cannot be read goes to quarantine, not its neighbours. */
  commands: z.array(anyObject).min(1).max(mostInPush),
  sent: z.object({ monotonicMs: z.number().nonnegative(), bootId: z.string().min(1).max(64) }),
  runId: runIdSchema,
  /** Of whoever has signed a command in the batch: a restored district may have lost their keys. */
  passes: z.array(passSchema).max(passesInPush).optional(),
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
    /**
     * From this sequence number on nothing was taken yet: the district was restored, and what somebody else did to the
     * same subject before has to come back first. Send it again later.
     */
    behind: z.int().positive().optional(),
    /** So many commands may come in one push; where nothing is said, 200. */
    most: z.int().positive().optional(),
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
  /** The state as the server's decider left it (`src-shared/subjects.ts`), in the form that was asked for. */
  state: z.nonoptional(z.union([anyObject, z.string()])),
});

/** The certificate by which the installations of a hall know each other, as PEM. */
export const hallCertificateSchema = z.object({ pem: z.string(), until: instantSchema });
export type HallCertificate = z.infer<typeof hallCertificateSchema>;

export const pullInputSchema = z.object({
  /** What the asker can read; before version 3 it did not say so. */
  protocolVersion: z.int().min(1).max(1000).default(2),
  cookie: z.string().max(100).nullable(),
  referenceVersion: z.string().max(100).nullable(),
  staffVersion: z.string().max(100).nullable().default(null),
  /** How long the certificate that the asker holds is good for; null without one. */
  certificateUntil: instantSchema.nullable().default(null),
  /** As text, states go from one database into the other without being read in between. An older server does not listen. */
  states: z.enum(['objects', 'text']).default('objects'),
  runId: runIdSchema,
});

/** As it is read: with what was not said filled in. */
export type PullInput = z.output<typeof pullInputSchema>;

export const pullOutputSchema = z.object({
  epoch: z.string(),
  serverTime: instantSchema,
  cookie: z.string(),
  /** The last sequence number of the asking installation that `changes` already show. */
  lastSeq: z.int().nonnegative(),
  changes: z.array(changeSchema),
  /** Commands of the asker that were held back, and what people have decided since. */
  results: z.array(commandResultSchema).default([]),
  /** More is waiting: pull again at once with the new cookie. */
  more: z.boolean(),
  /** For whoever enrolled before they were told it. */
  districtKey: publicKeySchema.optional(),
  /** To which files are sealed that are carried here: X25519, SPKI as base64. Absent where an older server answers. */
  carryKey: z.string().max(200).optional(),
  /** The published collections, where the asker's version is another; else null. */
  reference: referenceSchema.nullable(),
  /** The postings, where the asker's version is another; else null. */
  staff: publishedStaffSchema.nullable(),
  /** For whoever belongs to a hall; null for anybody else. */
  hall: z
    .object({
      /** A new one, where the asker's is older than a day; else null. */
      certificate: hallCertificateSchema.nullable(),
      /** The hall's installations that no longer count, by id: their certificates are worth nothing any more. */
      revoked: z.array(z.string()),
    })
    .nullable()
    .default(null),
});
export type PullOutput = z.infer<typeof pullOutputSchema>;

/**
 * Core ↔ district server, over HTTPS. All but `enrol` want `Authorization: Bearer <token>` of an enrolled
 * installation; without one the answer is 401.
 */
export const districtContract = {
  enrol: oc
    .route({
      method: 'POST',
      path: '/v1/enrolments',
      summary: '登记一台设备（凭登记码或大厅登记文件）',
    })
    .input(enrolInputSchema)
    .output(answer({ enrolment: enrolmentSchema })),
  signIn: oc
    .route({
      method: 'POST',
      path: '/v1/sign-ins',
      summary: '核对工作人员的口令，签发离线通行证',
    })
    .input(
      z.object({
        staffNumber: z.string().max(32),
        password: z.string().max(200),
        /** The person's new signing key, its private half under this password. Kept where none is held yet. */
        key: z.object({ publicKey: publicKeySchema, sealedKey: sealedKeySchema }).optional(),
      }),
    )
    .output(
      answer({
        posting: staffPostingSchema,
        serverTime: instantSchema,
        districtKey: publicKeySchema,
        /** Null as long as the person has no key: ask again and bring one. */
        pass: passSchema.nullable(),
      }),
    ),
  push: oc
    .route({ method: 'POST', path: '/v1/push', summary: '按序上传操作' })
    .input(pushInputSchema)
    .output(pushOutputSchema),
  pull: oc
    .route({ method: 'POST', path: '/v1/pull', summary: '下载上次之后的变化' })
    .input(pullInputSchema)
    .output(pullOutputSchema),
  carry: oc
    .route({
      method: 'POST',
      path: '/v1/carried',
      summary: '代交离线设备的密封文件',
    })
    .input(z.object({ file: carriedFileSchema }))
    .output(answer({ file: carriedFileSchema })),
  wakeUps: oc
    .route({ method: 'GET', path: '/v1/wake-ups', summary: '等候变化（服务器推送事件）' })
    .output(eventIterator(z.object({ serverTime: instantSchema }))),
  claimPrint: oc
    .route({
      method: 'POST',
      path: '/v1/print-claims',
      summary: '领取证照的唯一一次打印；同一个打印任务可以重问',
    })
    .input(z.object({ jobId: z.uuid(), certificateId: z.string().min(1).max(64) }))
    .output(done),
  certificatesOf: oc
    .route({
      method: 'POST',
      path: '/v1/certificates/search',
      summary: '按证件号码查询持有的证照',
    })
    .input(z.object({ idNumber: z.string().min(1).max(32) }))
    .output(z.object({ entries: z.array(registerEntrySchema) })),
  renewalsDue: oc
    .route({
      method: 'POST',
      path: '/v1/certificates/renewals',
      summary: '查询本部门即将到期的证照',
    })
    .input(z.object({ days: z.int().min(1).max(400) }))
    .output(z.object({ entries: z.array(registerEntrySchema) })),
  personKeys: oc
    .route({
      method: 'POST',
      path: '/v1/person-keys',
      summary: '查询一个人用过的全部签名公钥',
    })
    .input(z.object({ personId: z.string().min(1).max(64) }))
    .output(z.object({ keys: z.array(publicKeySchema) })),
  blobArrivals: oc
    .route({ method: 'POST', path: '/v1/blob-arrivals', summary: '查询哪些材料影像已经到达' })
    .input(z.object({ hashes: z.array(blobHashSchema).max(attachmentLimits.count) }))
    .output(z.object({ arrived: z.array(blobHashSchema) })),
  ...unmaskingsContract,
  ...interfaceLogContract,
};
