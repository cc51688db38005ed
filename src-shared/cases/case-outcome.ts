import type { Certificate } from '../certificates/certificate.ts';
import type { Stamp } from '../clock/evidence.ts';
import type { SigningGrant } from '../organisation/signing-grant.ts';
import type { Proof } from '../sync/command.ts';
import type { Personal } from '../sync/personal.ts';
import type { Recipient } from './commands.ts';
import type { Seen } from './seen.ts';
import type { WrittenSignature } from './written-signature.ts';

/** The decision, signed. */
export interface CaseDecision {
  outcome: 'approved' | 'rejected';
  opinion: string;
  decidedBy: string;
  decided: Stamp;
  /** The special procedures whose opinion advised otherwise; older decisions name none. */
  departsFrom?: readonly string[];
  /** The review proposed the other outcome. */
  departsFromDraft?: true;
  /** What lay before whoever signed; older decisions do not say. */
  seen?: Seen;
  /** The grant that it was signed under: its kind and document. */
  grant?: Pick<SigningGrant, 'kind' | 'document'>;
  /** The act in the form in which the person signed it, with the signature; see `decision-proof.ts`. */
  proof?: Proof;
  /** The department that supervises what was decided (审批监管分离, M38), where another one does. */
  sentTo?: { departmentId: string; departmentName: string };
}

/** The result has gone out at the receiving counter; with it the certificate, where the matter has one. */
export interface Issue {
  by: string;
  at: Stamp;
  /** Older issues do not say. */
  certificate?: Certificate | null;
  /** The certificate was revoked (撤销、注销) by the department. */
  revoked?: { reason: string; basis: string; by: string; at: Stamp };
}

/** Word to the applicant. A text goes out by the district, to the telephone of the case. */
export interface Told {
  /** `notCollected`: the district's own reminder that a result waits beyond its time. */
  what: 'resultReady' | 'supplement' | 'notCollected';
  channel: 'sms' | 'phone';
  by: string;
  at: Stamp;
}

/** A result that was given to the post. */
export interface Posted {
  carrier: string;
  trackingNumber: string;
  by: string;
  at: Stamp;
}

/** How the result came into somebody's hands (送达). */
export interface Delivery {
  by: string;
  at: Stamp;
  /** At the counter, signed back by post, or left where the recipient would not sign (留置). */
  method: 'onSite' | 'post' | 'left';
  recipient: Personal<Recipient>;
  /** As it was written on the pad; null where it is on paper. */
  signature?: Personal<WrittenSignature> | null;
  /** Who saw that the recipient would not sign, with why. */
  witness?: string | null;
}
