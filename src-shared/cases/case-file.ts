import type { Instant } from '../clock/beijing.ts';
import type { TimeLimit } from '../clock/deadline.ts';
import type { Stamp } from '../clock/evidence.ts';
import type { Personal } from '../sync/personal.ts';
import type { CaseNumber } from './case-number.ts';
import type { Applicant, ReceivedMaterial } from './commands.ts';

/** How far a case has come. Receiving papers is not accepting them: two steps, even within one minute. */
export type CaseStatus = 'received' | 'accepted' | 'decided' | 'issued' | 'delivered';

/** A case (办件). */
export interface CaseFile {
  id: string;
  caseNumber: CaseNumber;
  visitId: string;
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
  /** Who sees the case follows from these relations. */
  receivingCounterId: string;
  receivingOrganisationId: string;
  decidingDepartmentId: string;
  applicant: Personal<Applicant>;
  materials: readonly ReceivedMaterial[];
  serviceMode: string;
  confirmation: { digest: string; at: Instant } | null;
  /** The first receiver stays answerable. */
  receivedBy: string;
  received: Stamp;
  accepted: Stamp | null;
  decision: { outcome: 'approved' | 'rejected'; opinion: string; decidedBy: string; decided: Stamp } | null;
  issued: { by: string; at: Stamp } | null;
  delivered: {
    by: string;
    at: Stamp;
    method: 'onSite';
    recipient: Personal<{ name: string; relation: 'self' | 'agent' }>;
  } | null;
}

/** What has happened to a case. */
export type CaseEvent =
  | { type: 'CaseReceived'; caseFile: CaseFile }
  | { type: 'CaseAccepted'; at: Stamp }
  | { type: 'CaseSignedOff'; decision: NonNullable<CaseFile['decision']> }
  | { type: 'ResultIssued'; issued: NonNullable<CaseFile['issued']> }
  | { type: 'ResultDelivered'; delivered: NonNullable<CaseFile['delivered']> };
