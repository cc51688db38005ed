import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { nonAcceptanceGrounds } from '../cases/commands.ts';
import { instantSchema } from '../clock/beijing.ts';
import { chosenMattersSchema } from '../queue/ticket-commands.ts';
import { typedLineSchema } from '../text.ts';
import { chosenOutcomes } from '../visits/outcome.ts';
import { answer, done } from './answer.ts';
import { archiveContract } from './archive.ts';
import { caseExplanationSchema } from './case-clock.ts';
import { askableSchema, caseDetailSchema, caseRowSchema, knownSchema, undoViewSchema } from './case-views.ts';
import { devicesContract } from './devices.ts';
import { documentsContract } from './documents.ts';
import { hallLinkSchema, hallQueueSchema } from './hall-queue.ts';
import { handingContract } from './handing.ts';
import { identityContract, presenceSchema } from './identity.ts';
import { matterDetailSchema, matterRowSchema } from './matter-views.ts';
import { mistakesContract } from './mistakes.ts';
import { outboxContract } from './outbox.ts';
import { outsideContract } from './outside.ts';
import { custodyContract, pageSchema, pagesAddedContract, pagesShownContract } from './papers.ts';
import { queueContract } from './queue.ts';
import { signingContract } from './signing.ts';
import {
  agentMaskedSchema,
  agentUnmaskedSchema,
  applicantMaskedSchema,
  applicantUnmaskedSchema,
  cardPhotoSchema,
  deviceStatusSchema,
  personViewSchema,
  printStateSchema,
  syncViewSchema,
  ticketRowSchema,
} from './views.ts';

/** The forms of a visit that are filled in by typing. */
export const draftForms = ['applicant', 'agent', 'notice', 'refusal'] as const;
export type DraftForm = (typeof draftForms)[number];
const fieldsSchema = z.record(z.string().max(80), z.string().max(2000));

/** The entries of the case that is being taken in; it belongs to the visit and survives a crash. */
export const draftSchema = z.object({
  applicant: applicantMaskedSchema.nullable(),
  /** Of the applicant's card; null where none was read in this visit. */
  photo: cardPhotoSchema.nullable(),
  /** What is wrong with the entries so far, each a sentence for the clerk. */
  faults: z.array(z.object({ field: z.string(), message: z.string() })),
  matter: matterDetailSchema.nullable(),
  /** The situations of the matter that apply; the matter's materials here are those of these situations. */
  situations: z.array(z.string()),
  tickedMaterialIds: z.array(z.string()),
  agent: agentMaskedSchema.nullable(),
  agentFaults: z.array(z.object({ field: z.string(), message: z.string() })),
  /** Whom the next card is for. */
  cardFor: z.enum(['applicant', 'agent']),
  /** Forms that were being filled in; what stands in them is asked for by itself. */
  unfinished: z.array(z.enum(draftForms)),
  /** Every paper that the matter asks for here, and which of them are missing. */
  askable: z.array(askableSchema),
  known: knownSchema.nullable(),
  /** Scans and files, by paper in their order. */
  pages: z.array(pageSchema),
  /** Papers of the matter that need not be asked for: where each is, and how many pages are there. */
  onFile: z.array(z.object({ materialId: z.string(), from: z.string(), pages: z.int() })),
  takenOnFile: z.record(z.string(), z.string()),
  askedThough: z.record(z.string(), z.string()),
  /** There is a screen here on which the citizen can confirm the entries. */
  confirmable: z.boolean(),
  /** The citizen has confirmed exactly these entries on it. */
  confirmedAt: instantSchema.nullable(),
  /** And have signed for it. */
  signed: z.boolean(),
});
export type Draft = z.infer<typeof draftSchema>;

export const visitViewSchema = z.object({
  id: z.string(),
  ticketNumber: z.string().nullable(),
  /** The matters that the person chose on their phone before they came. */
  beforehand: chosenMattersSchema,
  openedAt: instantSchema,
  firstReceiver: z.string(),
  /** How it will have ended, in words, as far as what was done says it; null where the clerk has to say it. */
  outcome: z.string().nullable(),
  draft: draftSchema,
  cases: z.array(caseRowSchema),
});

/** Everything that the clerk's desk shows at all times; a new one comes with every change. */
export const deskSchema = z.object({
  demo: z.boolean(),
  /** What everybody here should know: what was mended at the start, what has to be seen to before it is too late. */
  warnings: z.array(z.string()),
  organisationName: z.string(),
  counterName: z.string(),
  /** A hall's back office: it stands at no counter, runs the hall and gives numbers. */
  isBackOffice: z.boolean(),
  person: personViewSchema.nullable(),
  presence: presenceSchema,
  /** Staff that may sign in here, by number and name; with demo passwords in a demo hall only. */
  demoStaff: z.array(
    z.object({ staffNumber: z.string(), name: z.string(), roleName: z.string(), password: z.string() }),
  ),
  now: instantSchema,
  today: z.string(),
  sync: syncViewSchema,
  hallLink: hallLinkSchema,
  devices: z.array(deviceStatusSchema),
  queue: z.object({
    hall: hallQueueSchema,
    /** What somebody should see to now, each a sentence. */
    alerts: z.array(z.string()),
    /** This counter, among those of the hall. */
    counterId: z.string().nullable(),
    /** The ticket that this counter has called and that has not come yet. */
    current: ticketRowSchema.nullable(),
  }),
  /** The matter that stands on the citizen's screen; null where their entries do. */
  shownMatterCode: z.string().nullable(),
  visit: visitViewSchema.nullable(),
  /** Why the last card could not be used, and what to do; empty where it could. */
  cardSentence: z.string(),
  lastPrint: z
    .object({ id: z.uuid(), title: z.string(), state: printStateSchema, sentence: z.string() })
    .nullable(),
  /** How many devices of this machine need somebody. */
  deviceTroubles: z.int(),
  /** The last step that this person can still take back here. */
  undo: undoViewSchema.nullable(),
  counts: z.object({
    open: z.int(),
    owing: z.int(),
    results: z.int(),
    /** Received outside the hall, not approved by the centre yet. */
    outside: z.int(),
    outbox: z.int(),
    attention: z.int(),
  }),
});
export type Desk = z.infer<typeof deskSchema>;

const caseId = z.object({ caseId: z.uuid() });
const materialIds = z.array(z.string().max(64)).max(100);

/** Renderer ↔ core: what the clerk's window may ask. */
export const clerkContract = {
  watch: oc.output(eventIterator(deskSchema)),
  signIn: oc.input(z.object({ staffNumber: z.string().max(32), password: z.string().max(200) })).output(done),
  signOut: oc.output(done),
  identity: identityContract,
  queue: queueContract,
  visits: {
    /** Opens a visit without a ticket: nobody is turned away because the printer has no paper. */
    open: oc.output(answer({ visitId: z.string() })),
    /** Receives somebody by the number on their ticket, which nobody called: as long as the hall cannot be reached. */
    present: oc.input(z.object({ number: typedLineSchema(16) })).output(answer({ visitId: z.string() })),
    /** Ends the visit. How it ended follows from what was done; where it does not, the clerk says it. */
    close: oc.input(z.strictObject({ outcome: z.enum(chosenOutcomes).nullable() })).output(done),
  },
  draft: {
    setApplicant: oc.input(applicantUnmaskedSchema).output(done),
    setMatter: oc.input(z.object({ code: z.string().max(40).nullable() })).output(done),
    /** Which situations (情形) of the matter apply: they change which materials are asked for. */
    setSituations: oc.input(z.object({ situations: z.array(z.string().max(32)).max(30) })).output(done),
    tickMaterial: oc.input(z.object({ materialId: z.string().max(64), ticked: z.boolean() })).output(done),
    tickAllMaterials: oc.output(done),
    /** A deliberate unmasking; it is recorded. */
    reveal: oc.output(answer({ applicant: applicantUnmaskedSchema })),
    /** Whoever files for the applicant (代办); null where they came themselves. */
    setAgent: oc.input(z.object({ agent: agentUnmaskedSchema.nullable() })).output(done),
    revealAgent: oc.output(answer({ agent: agentUnmaskedSchema })),
    cardFor: oc.input(z.object({ who: z.enum(['applicant', 'agent']) })).output(done),
    /** Whoever was entered as the applicant files for somebody else. */
    applicantIsAgent: oc.output(done),
    /** Whoever is signed in, a station's agent, files for the applicant; not complete where their number is not known yet. */
    agentIsMe: oc.output(answer({ complete: z.boolean() })),
    /** What stands in a form, at every pause of the typing; null once it is saved or given up. */
    keep: oc.input(z.object({ form: z.enum(draftForms), fields: fieldsSchema.nullable() })).output(done),
    /** What was left standing in a form; personal data in it is an unmasking, and recorded. */
    kept: oc
      .input(z.object({ form: z.enum(draftForms) }))
      .output(answer({ fields: fieldsSchema.nullable() })),
  },
  cases: {
    /** Receives the draft as a case: case number, 收件凭证. */
    receive: oc.output(answer({ case: caseRowSchema })),
    /** Receives and accepts in one; `owed` may follow (容缺受理). */
    takeIn: oc.input(z.object({ owed: materialIds })).output(answer({ case: caseRowSchema })),
    accept: oc
      .input(caseId.extend({ owed: materialIds.default([]) }))
      .output(answer({ case: caseRowSchema })),
    /** 一次性告知, of a case or, where none is named, of what was entered. */
    giveNotice: oc
      .input(
        z.object({
          caseId: z.uuid().nullable(),
          missing: z
            .array(z.object({ materialId: z.string().max(64), why: typedLineSchema(200) }))
            .min(1)
            .max(100),
          papersKept: z.boolean(),
          newFacts: typedLineSchema(500).nullable(),
        }),
      )
      .output(answer({ case: caseRowSchema })),
    /** 不予受理, of a case or, where none is named, of what was entered. */
    refuse: oc
      .input(
        z.object({
          caseId: z.uuid().nullable(),
          ground: z.enum(nonAcceptanceGrounds),
          reason: typedLineSchema(500),
          basis: typedLineSchema(300),
          authority: typedLineSchema(120).nullable(),
        }),
      )
      .output(answer({ case: caseRowSchema })),
    supplement: oc.input(caseId.extend({ materialIds })).output(answer({ case: caseRowSchema })),
    supplyOwed: oc.input(caseId.extend({ materialIds })).output(answer({ case: caseRowSchema })),
    /** The offices that may be named as the right authority. */
    authorities: oc.output(z.array(z.string())),
    list: oc
      .input(
        z.object({
          scope: z.enum(['open', 'owing', 'results', 'voiding', 'outside', 'rated', 'ended', 'all']),
          text: z.string().max(100),
          /** The id of the last case of the page before. */
          after: z.uuid().nullable().default(null),
        }),
      )
      .output(z.array(caseRowSchema)),
    get: oc.input(caseId).output(caseDetailSchema.nullable()),
    /** Every due date of a case with the steps that lead to it. */
    explain: oc.input(caseId).output(caseExplanationSchema.nullable()),
    reprint: oc.input(caseId).output(done),
    /** What has happened so far in plain words, for the applicant to take along. */
    printProgress: oc.input(caseId).output(done),
    /** What was done about a bad rating; `closed` ends it. */
    followUpRating: oc
      .input(caseId.extend({ ratingId: z.uuid(), text: typedLineSchema(500), closed: z.boolean() }))
      .output(done),
    /** A deliberate unmasking of a case's applicant; it is recorded. */
    reveal: oc.input(caseId).output(answer({ applicant: applicantUnmaskedSchema })),
  },
  handing: handingContract,
  outside: outsideContract,
  archive: archiveContract,
  signing: signingContract,
  mistakes: mistakesContract,
  documents: documentsContract,
  pages: { ...pagesShownContract, ...pagesAddedContract },
  custody: custodyContract,
  matters: {
    search: oc.input(z.object({ text: z.string().max(100) })).output(z.array(matterRowSchema)),
    /** Tags and situations to filter by: a search picks them out with `#`. */
    labels: oc.output(z.array(z.string())),
    /** Shows a matter on the citizen's screen; null gives them their entries back. */
    show: oc.input(z.object({ code: z.string().max(40).nullable() })).output(done),
    /** Prints what the public is told about it at the ticket printer. */
    printSlip: oc.input(z.object({ code: z.string().max(40) })).output(done),
    get: oc.input(z.object({ code: z.string().max(40) })).output(matterDetailSchema.nullable()),
  },
  devices: devicesContract,
  outbox: outboxContract,
};
