import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { beijingDateSchema, instantSchema } from '../clock/beijing.ts';
import { signingGrantSchema } from '../organisation/signing-grant.ts';
import { roleSchema, staffNumberSchema } from '../organisation/staff.ts';
import { paragraphSchema, typedLineSchema } from '../text.ts';
import { answer, done } from './answer.ts';
import { identityContract, presenceSchema } from './identity.ts';
import { officeCalendarContract } from './office-calendar.ts';
import { officeInterfacesContract } from './office-interfaces.ts';
import { officeMattersContract } from './office-matters.ts';
import { officeUnmaskingsContract } from './office-unmaskings.ts';
import { outboxContract } from './outbox.ts';
import { personViewSchema, syncViewSchema } from './views.ts';

/** One thing that the rules have to say about a posting. */
export const findingSchema = z.object({
  level: z.enum(['contradiction', 'conflict', 'warning', 'hint']),
  code: z.string(),
  message: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

/** A posting as it is typed: everything but the ids, which the office gives. */
export const postingEntrySchema = z.object({
  /** The posting that it changes; null for a new one. */
  postingId: z.string().max(64).nullable(),
  staffNumber: staffNumberSchema,
  name: typedLineSchema(40).refine((name) => name !== '', '请填写姓名'),
  role: roleSchema,
  organisationId: z.string().max(64),
  unitId: z.string().max(64).nullable(),
  from: beijingDateSchema,
  to: beijingDateSchema.nullable(),
  certificateNumber: typedLineSchema(40),
  certificateUntil: beijingDateSchema.nullable(),
  experiencedSince: beijingDateSchema.nullable(),
  /** What they may sign. */
  grants: z.array(signingGrantSchema).max(20).readonly().default([]),
});
export type PostingEntry = z.infer<typeof postingEntrySchema>;

/** What stands in a row: the posting in words, and what there is to say about it. */
export const staffRowSchema = postingEntrySchema.extend({
  postingId: z.string(),
  roleName: z.string(),
  organisationName: z.string(),
  unitName: z.string(),
  state: z.enum(['upcoming', 'active', 'ended']),
  findings: z.array(findingSchema),
  /** The change of it that waits for review. */
  pendingChangeId: z.string().nullable(),
});
export type StaffRow = z.infer<typeof staffRowSchema>;

/** A change as whoever reviews it reads it: what it is, who proposed it and why, and what the rules say now. */
export const staffChangeRowSchema = z.object({
  id: z.string(),
  kind: z.enum(['new', 'change', 'end', 'return']),
  kindName: z.string(),
  status: z.enum(['proposed', 'approved', 'returned']),
  statusName: z.string(),
  posting: staffRowSchema,
  /** What it alters, in words: `任职结束：长期 → 2026年6月30日`. Empty for a new posting. */
  differences: z.array(z.string()),
  proposed: z.object({ name: z.string(), at: instantSchema, reason: z.string() }),
  review: z
    .object({ name: z.string(), at: instantSchema, outcomeName: z.string(), reason: z.string() })
    .nullable(),
  /** Who has to review it, in words. */
  reviewer: z.string(),
  /** Whether the signed-in person may, and why not. */
  mayReview: z.boolean(),
  reviewSentence: z.string(),
  /** Its commands still wait in the outbox. */
  pending: z.boolean(),
  attention: z.string().nullable(),
});
export type StaffChangeRow = z.infer<typeof staffChangeRowSchema>;

/** What became of a sheet: all of it or, where it has a fault, nothing. */
export const sheetReportSchema = z.object({
  name: z.string(),
  state: z.enum(['checking', 'done', 'refused']),
  /** Rows looked at so far. */
  checked: z.int(),
  total: z.int(),
  proposed: z.object({ added: z.int(), changed: z.int() }),
  unchanged: z.int(),
  /** Every fault in the file, by row and column as the program that made it counts them. */
  faults: z.array(z.object({ row: z.int(), column: z.string(), message: z.string() })),
  /** What the policy asks and rows do not have; they refuse nothing. */
  warnings: z.array(z.object({ row: z.int(), column: z.string(), message: z.string() })),
  sentence: z.string(),
});
export type SheetReport = z.infer<typeof sheetReportSchema>;

export const installationRowSchema = z.object({
  id: z.string(),
  kindName: z.string(),
  /** Where it stands: the counter or the office. */
  placeName: z.string(),
  organisationName: z.string(),
  machineName: z.string(),
  series: z.string(),
  status: z.enum(['pending', 'active', 'revoked']),
  statusName: z.string(),
  enrolledAt: instantSchema,
  /** Who approved or revoked it, when and why; empty where nobody had to. */
  note: z.string(),
  /** Two programs were heard that both claim to be it. */
  cloned: z.boolean(),
  /** This very installation. */
  own: z.boolean(),
  pending: z.boolean(),
  attention: z.string().nullable(),
});
export type InstallationRow = z.infer<typeof installationRowSchema>;

/** A step that the district holds back: who, where, when and why; nothing of what was entered. */
export const quarantineRowSchema = z.object({
  id: z.string(),
  status: z.enum(['held', 'released', 'dismissed']),
  statusName: z.string(),
  title: z.string(),
  reasonName: z.string(),
  actorName: z.string(),
  placeName: z.string(),
  capturedAt: instantSchema.nullable(),
  arrivedAt: instantSchema,
  releasable: z.boolean(),
  disposal: z.object({ name: z.string(), at: instantSchema, reason: z.string() }).nullable(),
  pending: z.boolean(),
  attention: z.string().nullable(),
});
export type QuarantineRow = z.infer<typeof quarantineRowSchema>;

export const officeDeskSchema = z.object({
  demo: z.boolean(),
  officeName: z.string(),
  person: personViewSchema.nullable(),
  presence: presenceSchema,
  demoStaff: z.array(
    z.object({ staffNumber: z.string(), name: z.string(), roleName: z.string(), password: z.string() }),
  ),
  now: instantSchema,
  today: z.string(),
  sync: syncViewSchema,
  /** What the signed-in person may read and do here. */
  may: z.object({
    readStaff: z.boolean(),
    readMachines: z.boolean(),
    readUnmaskings: z.boolean(),
    readInterfaces: z.boolean(),
    steerInterfaces: z.boolean(),
    propose: z.boolean(),
    importSheet: z.boolean(),
    /** A centre proposes nothing but sending somebody back. */
    onlyReturn: z.boolean(),
    review: z.boolean(),
    approve: z.boolean(),
    revoke: z.boolean(),
    dispose: z.boolean(),
    proposeMatters: z.boolean(),
    publishCalendar: z.boolean(),
    /** The unit of the signed-in person keeps one of the lists. */
    reviewMatters: z.boolean(),
  }),
  /** A year by which days are counted, or soon will be, is not published: a sentence; null where none is missing. */
  calendarWarning: z.string().nullable(),
  counts: z.object({
    proposed: z.int(),
    /** Changes of the list of matters that wait for the signed-in person's unit. */
    matterChanges: z.int(),
    pendingInstallations: z.int(),
    held: z.int(),
    outbox: z.int(),
    attention: z.int(),
  }),
});
export type OfficeDesk = z.infer<typeof officeDeskSchema>;

const reason = paragraphSchema(500).refine((text) => text.trim() !== '', '请写明理由');
/** The codes of the warnings that whoever decides has read. */
const seen = z.array(z.string().max(64)).max(50);

/** Renderer ↔ core: what the office that watches over people and machines may ask. */
export const officeContract = {
  watch: oc.output(eventIterator(officeDeskSchema)),
  signIn: oc.input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) })).output(done),
  signOut: oc.output(done),
  identity: identityContract,
  staff: {
    list: oc
      .input(
        z.object({
          organisationId: z.string().max(64).nullable(),
          state: z.enum(['inPost', 'ended', 'all']),
          warned: z.boolean(),
          text: z.string().max(40),
          page: z.int().min(1).max(10_000),
        }),
      )
      .output(z.object({ rows: z.array(staffRowSchema), total: z.int() })),
    get: oc.input(z.object({ postingId: z.string().max(64) })).output(
      z
        .object({
          posting: staffRowSchema,
          /** It was in the file that set the district up. */
          fromSetUp: z.boolean(),
          changes: z.array(staffChangeRowSchema),
        })
        .nullable(),
    ),
    /** Changes that wait for review, and those of late, newest first. */
    changes: oc
      .input(z.object({ status: z.enum(['proposed', 'reviewed']), page: z.int().min(1).max(10_000) }))
      .output(z.object({ rows: z.array(staffChangeRowSchema), total: z.int() })),
    /** Staffing of centres and stations, and certificates that run out. */
    overview: oc.output(
      z.object({
        staffing: z.array(
          z.object({
            organisationId: z.string(),
            name: z.string(),
            people: z.int(),
            finding: z.string().nullable(),
          }),
        ),
        certificates: z.array(z.object({ month: z.string(), people: z.int() })),
      }),
    ),
    /** What there is to choose from. */
    choices: oc.output(
      z.object({
        organisations: z.array(z.object({ id: z.string(), name: z.string(), department: z.boolean() })),
        roles: z.array(z.object({ role: roleSchema, name: z.string() })),
        /** The unit that the signed-in person proposes for; null for whoever keeps the register. */
        ownUnitId: z.string().nullable(),
      }),
    ),
    /** What the rules say about a posting while it is typed. */
    check: oc.input(postingEntrySchema).output(z.array(findingSchema)),
    propose: oc.input(z.object({ entry: postingEntrySchema, reason, seen })).output(done),
    /** Reviews one change, or several in one act. */
    review: oc
      .input(
        z.object({
          changeIds: z.array(z.uuid()).min(1).max(200),
          outcome: z.enum(['approved', 'returned']),
          reason,
          seen,
        }),
      )
      .output(done),
    /** Checks a sheet and proposes what is new in it; progress and outcome are in `sheetReport`. */
    importSheet: oc
      .input(z.object({ name: z.string().max(200), bytes: z.string().max(4_000_000), reason }))
      .output(done),
    /** What became of the last sheet since the program started. */
    sheetReport: oc.output(sheetReportSchema.nullable()),
    /** The register as a sheet, or with `template` the empty one to fill in. */
    exportSheet: oc
      .input(z.object({ template: z.boolean() }))
      .output(answer({ fileName: z.string(), bytes: z.string() })),
  },
  matters: officeMattersContract,
  calendar: officeCalendarContract,
  installations: {
    list: oc.output(z.array(installationRowSchema)),
    approve: oc.input(z.object({ ids: z.array(z.uuid()).min(1).max(200) })).output(done),
    revoke: oc.input(z.object({ id: z.uuid(), reason })).output(done),
  },
  quarantine: {
    list: oc.input(z.object({ status: z.enum(['held', 'disposed']) })).output(z.array(quarantineRowSchema)),
    dispose: oc
      .input(z.object({ id: z.uuid(), outcome: z.enum(['released', 'dismissed']), reason }))
      .output(done),
  },
  unmaskings: officeUnmaskingsContract,
  interfaces: officeInterfacesContract,
  outbox: outboxContract,
};
