import type { Slip } from '../devices/slip.ts';
import type { CaseFile } from './case-file.ts';
import { nonAcceptanceSlip, noticeSlip, supplementSlip } from './intake-slips.ts';
import { endingSlip } from './mistake-slips.ts';
import { acceptanceSlip, deliverySlip, receiptSlip, resultSlip, type SlipPlace } from './slips.ts';

/** The slip that belongs to where the case stands: what a second print gives. */
export function currentSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  if (caseFile.ending !== null) return endingSlip(caseFile, caseFile.ending, place);
  switch (caseFile.status) {
    case 'supplementing':
      return caseFile.notices.at(-1)?.supplies.length === 0
        ? noticeSlip(caseFile, place)
        : supplementSlip(caseFile, place);
    case 'notAccepted':
      return nonAcceptanceSlip(caseFile, place);
    case 'received':
      return caseFile.notices.length === 0 ? receiptSlip(caseFile, place) : supplementSlip(caseFile, place);
    case 'accepted':
    case 'decided':
      return acceptanceSlip(caseFile, place);
    case 'issued':
      return resultSlip(caseFile, place);
    case 'delivered':
      return deliverySlip(caseFile, place);
    default:
      return receiptSlip(caseFile, place);
  }
}
