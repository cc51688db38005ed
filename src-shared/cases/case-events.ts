import type { Stamp } from '../clock/evidence.ts';
import type { Suspension } from '../clock/suspension.ts';
import type {
  Archive,
  Attachment,
  CaseFile,
  Correction,
  CustodyEntry,
  Ending,
  Extension,
  ExtensionRequest,
  Inquiry,
  MissingMaterial,
  NonAcceptance,
  OneTimeNotice,
  OwedMaterial,
  ProcedureOnCase,
  Rating,
  ReceivedCase,
  Review,
} from './case-file.ts';
import type { CaseDecision, Delivery, Issue, Posted, Told } from './case-outcome.ts';
import type { ReceivedMaterial } from './commands.ts';
import type { OutsideEvent } from './outside.ts';
import type { PrintingEvent } from './printing.ts';
import type { Undo } from './undo.ts';

/** What happens to a case on its way to acceptance. */
export type IntakeEvent =
  | { type: 'CaseAccepted'; at: Stamp; owed: readonly OwedMaterial[] }
  | { type: 'OneTimeNoticeGiven'; notice: OneTimeNotice; missing: readonly MissingMaterial[] }
  | { type: 'CaseSupplemented'; materials: readonly ReceivedMaterial[]; by: string; at: Stamp }
  | { type: 'AcceptanceRefused'; nonAcceptance: NonAcceptance }
  | { type: 'OwedSupplied'; materials: readonly ReceivedMaterial[]; by: string; at: Stamp };

/** What happens to the clock of a case after its acceptance. */
export type ProcedureEvent =
  | { type: 'ProcedureStarted'; procedure: ProcedureOnCase }
  | {
      type: 'ProcedureEnded';
      procedureId: string;
      last: Suspension['last'];
      opinion: NonNullable<ProcedureOnCase['opinion']>;
    }
  | { type: 'ProcedureNotHeld'; procedureId: string; notHeld: NonNullable<ProcedureOnCase['notHeld']> }
  | ExtensionEvent;

/** An extension from the request to its approval. */
export type ExtensionEvent =
  | { type: 'ExtensionRequested'; request: ExtensionRequest }
  | { type: 'ExtensionRejected'; rejected: NonNullable<ExtensionRequest['rejected']> }
  | { type: 'LimitExtended'; extension: Extension };

/** What happens to the review of a case in the department. */
export type ReviewEvent =
  | { type: 'CaseAssigned'; personId: string | null; by: string; at: Stamp }
  | { type: 'DecisionDrafted'; draft: NonNullable<Review['draft']> }
  | { type: 'ReturnedForReview'; returned: NonNullable<Review['returned']> };

/** A question to another department, and its answer. */
export type InquiryEvent =
  | { type: 'DepartmentAsked'; inquiry: Inquiry }
  | { type: 'InquiryAnswered'; inquiryId: string; answer: NonNullable<Inquiry['answer']> };

/** What happens to a result once it is decided. */
export type HandingEvent =
  | { type: 'ResultIssued'; issued: Issue }
  | { type: 'ApplicantTold'; told: Told }
  | { type: 'ResultPosted'; posted: Posted }
  | { type: 'PostReturned'; reason: string; by: string; at: Stamp }
  | { type: 'ResultDelivered'; delivered: Delivery }
  | { type: 'CertificateRevoked'; revoked: NonNullable<Issue['revoked']> };

/** What citizens say of the service, and what the hall does about it. */
export type RatingEvent =
  | { type: 'CaseRated'; rating: Rating }
  | { type: 'RatingFollowedUp'; ratingId: string; followUp: Rating['followUps'][number] };

/** What happens to the volume of a concluded case. */
export type ArchiveEvent =
  | { type: 'VolumeClosed'; closed: Omit<Archive, 'handed'> }
  | { type: 'VolumeHanded'; handed: NonNullable<Archive['handed']> };

/**
 * What has happened to a case; with the way back, where it is a step that can be taken back, and with who gave the step
 * once more, where it had been refused.
 */
export type CaseEvent = Happening & { undo?: Undo; givenAgain?: CaseFile['givenAgain'][number] };
type Happening =
  | { type: 'CaseReceived'; caseFile: ReceivedCase }
  | IntakeEvent
  | { type: 'CaseSignedOff'; decision: CaseDecision }
  | HandingEvent
  | {
      type: 'CaseCorrected';
      applicant: CaseFile['applicant'];
      materials: CaseFile['materials'];
      correction: Correction;
    }
  | { type: 'AttachmentsAdded'; attachments: readonly Attachment[]; by: string; at: Stamp }
  | { type: 'PapersMoved'; entry: CustodyEntry }
  | { type: 'PapersTakenOver'; taken: { by: string; at: Stamp } }
  | { type: 'HandOverCancelled'; reason: string; by: string; at: Stamp }
  | { type: 'CaseEnded'; ending: Ending }
  | { type: 'VoidRequested'; request: NonNullable<CaseFile['voidRequested']> }
  | { type: 'VoidRejected'; rejected: NonNullable<CaseFile['voidRejected']> }
  | { type: 'StepUndone'; taken: Undo; at: Stamp }
  | ProcedureEvent
  | ReviewEvent
  | OutsideEvent
  | InquiryEvent
  | RatingEvent
  | ArchiveEvent
  | PrintingEvent;
