import type { BeijingDate, Instant } from '../../clock/beijing.ts';
import type { SpecialProcedureKind } from '../../clock/suspension.ts';
import type { MaterialForm } from '../../matters/matter.ts';
import type { WrittenSignature } from '../written-signature.ts';

/** A paper as a list on a document has it. */
export interface ListedPaper {
  readonly name: string;
  readonly form: MaterialForm;
  readonly copies: number;
}

/** A paper that is still missing, with what makes it right. */
export interface MissingPaper extends ListedPaper {
  /** What is wrong with it or that it is missing, and what is asked for instead. */
  readonly request: string;
  readonly basis: string;
}

/** What a document states beyond its case. */
export type DocumentContent =
  | {
      kind: 'receipt';
      papers: readonly ListedPaper[];
      receivedAt: Instant;
      receiver: string;
      /** What the applicant wrote on a screen when they confirmed what was entered; null where they did not. */
      signed: { strokes: WrittenSignature; on: BeijingDate } | null;
    }
  | {
      kind: 'acceptance';
      acceptedAt: Instant;
      promised: string;
      statutory: string;
      /** Papers that may follow (容缺受理), each with the working days within which. */
      owed: readonly { name: string; withinDays: number }[];
    }
  | { kind: 'nonAcceptance'; reason: string; basis: string; rightAuthority: string | null; at: Instant }
  | {
      kind: 'oneTimeNotice';
      missing: readonly MissingPaper[];
      toldAt: Instant;
      /** Why more is asked for than an earlier list named; null where there was none. */
      newFacts: string | null;
    }
  | {
      kind: 'supplementReceipt';
      papers: readonly ListedPaper[];
      receivedAt: Instant;
      receiver: string;
      noticeNumber: string;
    }
  | {
      kind: 'specialProcedure';
      procedure: SpecialProcedureKind;
      basis: string;
      first: BeijingDate;
      last: BeijingDate;
      /** The promised and statutory due dates with it. */
      promised: string;
      statutory: string;
    }
  | {
      kind: 'extension';
      reason: string;
      workingDays: number;
      approver: string;
      newDue: string;
      decidedOn: BeijingDate;
    }
  | { kind: 'approval'; facts: string; basis: string; result: string; decidedAt: Instant }
  | { kind: 'rejection'; facts: string; basis: string; reasons: string; decidedAt: Instant }
  | {
      kind: 'deliveryReceipt';
      delivered: string;
      method: 'onSite' | 'post' | 'agent' | 'left';
      place: string;
      recipient: string;
      relation: string;
      at: Instant;
      /** Who saw that it was refused; null where it was taken. */
      witness: string | null;
    }
  | {
      kind: 'proxyAuthorisation';
      principal: string;
      agent: string;
      powers: readonly string[];
      from: BeijingDate;
    }
  | {
      readonly kind: 'certificate';
      readonly name: string;
      readonly certificateNumber: string;
      readonly holder: string;
      readonly from: BeijingDate;
      readonly until: BeijingDate | null;
      readonly copies: number;
      readonly revoked: boolean;
    }
  | {
      kind: 'collection';
      certificate: string;
      /** Null where it is entered by hand. */
      certificateNumber: string | null;
      copies: number;
      collector: string;
      counter: string;
      at: Instant;
    }
  | {
      kind: 'transfer';
      step: TransferStep;
      volumes: number;
      from: string;
      to: string;
      /** The statutory reason why papers leave the centre; null where they stay in it. */
      reason: string | null;
      at: Instant;
    };
/** Which way papers go. */
export type TransferStep = 'handOver' | 'return' | 'takeOut' | 'bringBack';

/** The case that a document belongs to, and the office that issues it. */
export interface DocumentContext {
  readonly caseNumber: string;
  readonly matterName: string;
  readonly matterCode: string;
  readonly departmentName: string;
  readonly applicantName: string;
  /** Masked: the paper goes through many hands. */
  readonly applicantIdNumber: string;
  readonly agency: string;
  /** Address and telephone of the office. */
  readonly contact: string;
  /** See `CaseDocument.number`. */
  readonly number: string;
  /** See `CaseDocument.demo`. */
  readonly demo: boolean;
}
