import type { BeijingDate, Instant } from '../clock/beijing.ts';
import type { TimeLimit } from '../clock/deadline.ts';
import type { Stamp } from '../clock/evidence.ts';
import type { Suspension } from '../clock/suspension.ts';
import type { SigningGrant } from '../organisation/signing-grant.ts';
import type { RatingLevel } from '../ratings/rating.ts';
import type { Personal } from '../sync/personal.ts';
import type { ReviewEvent } from './case-events.ts';
import type { CaseNumber } from './case-number.ts';
import type { CaseDecision, Delivery, Issue, Posted, Told } from './case-outcome.ts';
import type { Applicant, CaseAgent, ReceivedMaterial } from './commands.ts';
import type { CorrectableField } from './corrections.ts';
import type { TerminationGround } from './endings.ts';
import type { Outside } from './outside.ts';
import type { PrintOutcomeKind } from './printing.ts';
import type { Undo } from './undo.ts';
import type { WrittenSignature } from './written-signature.ts';

/**
 * How far a case has come. Receiving papers is not accepting them: two steps, even within one minute.
 * `supplementing`: the complete list of what is missing was told (一次性告知), and the applicant brings it.
 * `notAccepted` and what stands behind it are ends; `delivered` is the end of a case that was decided.
 */
export const caseStatuses = [
  'received',
  'supplementing',
  'accepted',
  'decided',
  'issued',
  'delivered',
  'notAccepted',
  'withdrawn',
  'terminated',
  'merged',
  'voided',
] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** Statuses after which nothing more happens to a case; the compiler asks for the line of a new one. */
const concluded: Readonly<Record<CaseStatus, boolean>> = {
  received: false,
  supplementing: false,
  accepted: false,
  decided: false,
  issued: false,
  delivered: true,
  notAccepted: true,
  withdrawn: true,
  terminated: true,
  merged: true,
  voided: true,
};
export const isConcluded = (status: CaseStatus): boolean => concluded[status];
export const concludedStatuses: readonly CaseStatus[] = caseStatuses.filter(isConcluded);

/** A case (办件). */
export interface CaseFile {
  id: string;
  caseNumber: CaseNumber;
  visitId: string;
  /** By which the applicant follows it from afar (`follow.ts`); null where no slip bears one. */
  token: string | null;
  status: CaseStatus;
  revision: number;
  /** The matter as it stood when the case was taken: the case keeps that version. */
  matter: {
    code: string;
    version: number;
    name: string;
    departmentId: string;
    departmentName: string;
    sunk: boolean;
    promised: TimeLimit;
    statutory: TimeLimit;
  };
  /** The situations (情形) that the applicant is in; they decide which materials are asked for. */
  situations: readonly string[];
  /** Who sees the case follows from these relations. */
  receivingCounterId: string;
  receivingOrganisationId: string;
  decidingDepartmentId: string;
  applicant: Personal<Applicant>;
  /** Who files for the applicant (代办), with the applicant's authorisation; null where they came themselves. */
  agent: Personal<CaseAgent> | null;
  materials: readonly ReceivedMaterial[];
  /** Papers that are not there, or not in order; a case is accepted with none but those that it owes then. */
  missing: readonly MissingMaterial[];
  /** Required papers that may follow after a tolerant acceptance (容缺受理). */
  owed: readonly OwedMaterial[];
  /** Scans and files, by what they hold; the blobs follow the command. */
  attachments: readonly Attachment[];
  serviceMode: string;
  confirmation: { digest: string; at: Instant; signature?: Personal<WrittenSignature> | undefined } | null;
  /** Its papers came in outside the hall, with the approvals that this takes; null where they came over a counter. */
  outside: Outside | null;
  /** The first receiver stays answerable. */
  receivedBy: string;
  received: Stamp;
  accepted: Stamp | null;
  /** What was told to be missing, each time the complete list; the last one not answered stops at `supplementing`. */
  notices: readonly OneTimeNotice[];
  nonAcceptance: NonAcceptance | null;
  procedures: readonly ProcedureOnCase[];
  extensions: readonly Extension[];
  /** The last request to extend that was not approved: it waits, or was not granted. */
  extensionRequest: ExtensionRequest | null;
  /** Who reviews it in the department, and what they propose; null before anybody has touched it. */
  review: Review | null;
  /** Every step of the review in order; `review` is where it stands now. */
  reviewed: readonly ReviewEvent[];
  /** What other departments were asked about it. */
  inquiries: readonly Inquiry[];
  decision: CaseDecision | null;
  issued: Issue | null;
  /** Word to the applicant that something waits for them (短信、电话), the latest last. */
  told: readonly Told[];
  /** On its way by post; null where it is not, or came back. */
  posted: Posted | null;
  delivered: Delivery | null;
  corrections: readonly Correction[];
  /** Steps that the district had refused and that somebody gave once more (重新提交); the step is the command's name. */
  givenAgain: readonly { step: string; by: string; at: Instant }[];
  /** A request to void that waits for a second person. */
  voidRequested: { reason: string; by: string; at: Stamp } | null;
  /** The last such request that was not granted, with the reason. */
  voidRejected: { reason: string; by: string; at: Stamp } | null;
  /** The last step, where it can still be taken back. */
  undo: Undo | null;
  ending: Ending | null;
  /** Where the papers are, hand to hand (物料转移单). */
  custody: readonly CustodyEntry[];
  /** What the citizen said of the service (好差评), each time once. */
  ratings: readonly Rating[];
  /** The closed archive volume; null until then. */
  archive: Archive | null;
  /** What was printed of it (打印记录). */
  prints: readonly PrintEntry[];
}

/** The archive volume, closed. */
export interface Archive {
  by: string;
  at: Stamp;
  /** For how many years it is kept, and the last day of them. */
  years: number;
  until: BeijingDate;
  handed: { listNumber: string; receiver: string; by: string; at: Stamp } | null;
}
/** A rating, as the citizen gave it. */
export interface Rating {
  ratingId: string;
  /** The visit that it is about; null where it came by the code of the slip. */
  visitId: string | null;
  level: RatingLevel;
  comment: Personal<{ text: string }> | null;
  at: Stamp;
  counterId: string | null;
  /** Given in a demo hall: it counts nowhere. */
  demo: boolean;
  followUps: readonly { text: string; closed: boolean; by: string; at: Stamp }[];
}
/** The review in the department. */
export interface Review {
  /** Whose case it is: nobody else drafts its decision. */
  assignee: { personId: string; by: string; at: Stamp } | null;
  draft: { outcome: 'approved' | 'rejected'; opinion: string; by: string; at: Stamp } | null;
  /** The draft was sent back, and no other has come yet. */
  returned: { reason: string; by: string; at: Stamp } | null;
}
/** A question to another department (部门信息征询). */
export interface Inquiry {
  inquiryId: string;
  departmentId: string;
  departmentName: string;
  question: string;
  /** The last day for the answer. */
  due: BeijingDate;
  by: string;
  at: Stamp;
  answer: { text: string; by: string; at: Stamp } | null;
}

/** A paper that is asked for and was not there when the papers were received. */
export interface MissingMaterial extends ReceivedMaterial {
  /** Working days within which it may follow after a tolerant acceptance; null where it may not be missing. */
  mayFollowWithin: number | null;
}

/** A required paper that was not there at a tolerant acceptance; due so many working days after it. */
export interface OwedMaterial {
  materialId: string;
  name: string;
  withinDays: number;
  supplied: Stamp | null;
}

/** A scan or a file on a case. Named by what it holds (SHA-256), so that one that is there already is not sent again. */
export interface Attachment {
  /** Hex of the SHA-256 of the content as it was taken. */
  hash: string;
  materialId: string;
  /** From 1 within its material. */
  page: number;
  mediaType: 'image/jpeg' | 'image/png' | 'application/pdf';
  bytes: number;
  /** Pages in a PDF; 1 of a picture. */
  sheets: number;
  /** Taken over from an earlier case or the register instead of being asked for again; names where it is from. */
  onFileFrom: string | null;
}

/** One complete list of what is missing (行政许可法 Art 32, 一次性告知), and when the completing supplement came. */
export interface OneTimeNotice {
  missing: readonly { materialId: string; name: string; why: string }[];
  /** The papers stay at the counter (补正); false where the applicant took them home. */
  papersKept: boolean;
  /** Why more is asked for than the first list named; null where nothing is. */
  newFacts: string | null;
  by: string;
  at: Stamp;
  /** What was brought on it, each time with a receipt of its own. */
  supplies: readonly { materials: readonly ReceivedMaterial[]; by: string; at: Stamp }[];
  /** When the last of it came: both limits begin anew. */
  supplemented: { by: string; at: Stamp } | null;
}

/** A written refusal to accept (不予受理), by its ground in 行政许可法 Art 32. */
export interface NonAcceptance {
  /** notNeeded: no permit is needed. notOurPower: another authority is responsible. notEligible: the law rules it out. */
  ground: 'notNeeded' | 'notOurPower' | 'notEligible';
  reason: string;
  basis: string;
  /** The right authority, where another one is responsible. */
  authority: string | null;
  by: string;
  at: Stamp;
}

/** A special procedure on a case (特别程序), told to the applicant in writing. */
export interface ProcedureOnCase extends Suspension {
  procedureId: string;
  basis: string;
  reason: string;
  by: string;
  at: Stamp;
  /** The opinion that it ended with; sign-off waits for it. */
  opinion: { text: string; advice: ProcedureAdvice; by: string; at: Stamp } | null;
  /** It was told and did not take place: nothing is taken off the clock for it. */
  notHeld?: { reason: string; by: string; at: Stamp };
}

/** What the opinion of a special procedure comes to; a decision that departs from it is flagged (M23). */
export const procedureAdvices = ['approve', 'reject', 'open'] as const;
export type ProcedureAdvice = (typeof procedureAdvices)[number];

/** An approved extension (行政许可法 Art 42): its working days are added to both limits. */
export interface Extension {
  days: number;
  /** Told to the applicant in writing. */
  reason: string;
  /** Who approved it. */
  by: string;
  at: Stamp;
  /** Who asked for it; null where nobody had to. */
  requested?: { by: string; at: Stamp } | null;
  /** Under which grant it was approved. */
  grant?: Pick<SigningGrant, 'kind' | 'document'>;
  /** Before version 5 of the commands: the approver as a name that whoever entered it (`by`) had typed. */
  approvedBy?: string;
}

/** A request to extend the limits of a case, until it is approved. */
export interface ExtensionRequest {
  days: number;
  reason: string;
  by: string;
  at: Stamp;
  rejected: { reason: string; by: string; at: Stamp } | null;
}

/** What was put right on a case after it was received: the fields by name, never their old values in clear. */
export interface Correction {
  fields: readonly CorrectableField[];
  before: Personal<Partial<Record<CorrectableField, string>>>;
  reason: string;
  by: string;
  at: Stamp;
}

/** How a case ended without being decided. The number stays used. */
export interface Ending {
  kind: 'withdrawn' | 'terminated' | 'merged' | 'voided';
  reason: string;
  /** The number of the case that this one was merged into. */
  into: CaseNumber | null;
  /** Of a termination: its case in the law, and the article. */
  ground: TerminationGround | null;
  basis: string | null;
  /** Of a withdrawal: whose wish it was, and what they signed. */
  wish: Personal<{ name: string; relation: 'self' | 'agent' }> | null;
  signed: 'slip' | 'document' | null;
  by: string;
  /** The second person, where one is needed. */
  confirmedBy: string | null;
  at: Stamp;
}

/** One hand-over of the papers of a case. */
export interface CustodyEntry {
  step: 'handOver' | 'return' | 'takeOut' | 'bringBack';
  volumes: number;
  from: string;
  to: string;
  /** Taking a volume out of the centre needs a statutory reason. */
  reason: string | null;
  by: string;
  at: Stamp;
  /** Of a hand-over: who signed on the other side; null until then. */
  taken: { by: string; at: Stamp } | null;
}

/** One print of a document of the case, or of its archive volume. */
export interface PrintEntry {
  printId: string;
  /** `CaseDocument.number`, or the volume's. */
  number: string;
  title: string;
  /** Hex of the SHA-256 of what was printed, as canonical JSON. */
  content: string;
  bytes?: number | undefined;
  /** Which print of this document it is, from 1; every later one says so on its face. */
  copy: number;
  by: string;
  at: Stamp;
  /** Null until it is known what came of it. */
  settled: {
    outcome: PrintOutcomeKind;
    pages: number;
    pdf: string | null;
    pdfBytes?: number | undefined;
  } | null;
}

/** What a case has before anything else has happened to it; older states lack some of it. */
export const caseBeginning = {
  accepted: null,
  decision: null,
  issued: null,
  delivered: null,
  token: null,
  situations: [],
  agent: null,
  outside: null,
  missing: [],
  owed: [],
  attachments: [],
  notices: [],
  nonAcceptance: null,
  procedures: [],
  extensions: [],
  extensionRequest: null,
  review: null,
  reviewed: [],
  inquiries: [],
  told: [],
  posted: null,
  ratings: [],
  archive: null,
  corrections: [],
  givenAgain: [],
  voidRequested: null,
  voidRejected: null,
  undo: null,
  ending: null,
  custody: [],
  prints: [],
} as const satisfies Partial<CaseFile>;

/** What was received; all else of a case is as `caseBeginning` has it. */
export type ReceivedCase = Omit<CaseFile, keyof typeof caseBeginning> & Partial<CaseFile>;
