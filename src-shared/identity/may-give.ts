import { refused } from '../contracts/answer.ts';
import type { InstallationKind } from '../contracts/district.ts';
import type { CommandName } from '../subjects.ts';
import type { SubjectKind } from '../sync/command.ts';
import type { ActorRole } from './authority.ts';

/**
 * Roles and what each may do, first half: who may give which command, at the counter as at the district. Who may call
 * which procedure of a desk is the second half, `may-call.ts`.
 */
export const allowed: Record<CommandName, readonly ActorRole[]> = {
  issueTicket: ['kiosk', 'greeter', 'clerk', 'agent', 'hallManager'],
  callTicket: ['clerk', 'agent'],
  recallTicket: ['clerk', 'agent'],
  missTicket: ['clerk', 'agent'],
  arriveTicket: ['clerk', 'agent'],
  returnTicket: ['clerk', 'agent', 'greeter', 'hallManager'],
  parkTicket: ['clerk', 'agent'],
  transferTicket: ['clerk', 'agent'],
  finishTicket: ['clerk', 'agent'],
  changeLane: ['clerk', 'agent', 'greeter', 'hallManager'],
  putTicketFirst: ['hallManager'],
  // Cores among themselves, for whoever waits.
  handOverTicket: ['kiosk'],
  takeOverTicket: ['kiosk'],
  presentTicket: ['clerk', 'agent'],
  openHallDay: ['clerk', 'agent', 'greeter', 'hallManager'],
  setLaneWeights: ['hallManager'],
  closeCategory: ['hallManager'],
  openCategory: ['hallManager'],
  setNotice: ['greeter', 'hallManager'],
  setRoster: ['hallManager'],
  pauseCounter: ['clerk', 'agent', 'hallManager'],
  resumeCounter: ['clerk', 'agent', 'hallManager'],
  setAutoCall: ['clerk', 'agent', 'hallManager'],
  raiseAlarm: ['clerk', 'agent', 'greeter', 'hallManager'],
  settleAlarm: ['clerk', 'agent', 'greeter', 'hallManager'],
  makeBooking: ['clerk', 'agent', 'greeter', 'hallManager'],
  cancelBooking: ['clerk', 'agent', 'greeter', 'hallManager'],
  // With the ticket that it brings.
  keepBooking: ['kiosk', 'greeter', 'clerk', 'agent', 'hallManager'],
  openVisit: ['clerk', 'agent'],
  parkVisit: ['clerk', 'agent'],
  resumeVisit: ['clerk', 'agent'],
  confirmEntries: ['citizen'],
  closeVisit: ['clerk', 'agent'],
  receiveCase: ['clerk', 'agent'],
  acceptCase: ['clerk', 'agent'],
  giveOneTimeNotice: ['clerk', 'agent'],
  supplementCase: ['clerk', 'agent'],
  refuseAcceptance: ['clerk', 'agent'],
  supplyOwed: ['clerk', 'agent'],
  // By the grants of their posting: somebody who stands in, or a counter that decides on the spot, as well.
  signOffCase: ['chiefRepresentative', 'reviewer', 'clerk'],
  assignCase: ['reviewer', 'chiefRepresentative'],
  draftDecision: ['reviewer', 'chiefRepresentative'],
  returnForReview: ['chiefRepresentative'],
  requestCorrection: ['reviewer', 'chiefRepresentative'],
  askDepartment: ['reviewer', 'chiefRepresentative'],
  answerInquiry: ['reviewer', 'chiefRepresentative'],
  declareOutside: ['clerk', 'agent'],
  // The department's line and the centre's, each for itself.
  approveOutside: ['chiefRepresentative', 'hallManager'],
  startProcedure: ['reviewer', 'chiefRepresentative'],
  endProcedure: ['reviewer', 'chiefRepresentative'],
  dropProcedure: ['reviewer', 'chiefRepresentative'],
  requestExtension: ['reviewer', 'chiefRepresentative'],
  // By the grants of their posting, as a sign-off.
  extendCase: ['reviewer', 'chiefRepresentative'],
  rejectExtension: ['reviewer', 'chiefRepresentative'],
  issueResult: ['clerk', 'agent'],
  tellApplicant: ['clerk', 'agent'],
  postResult: ['clerk', 'agent'],
  returnPost: ['clerk', 'agent'],
  deliverResult: ['clerk', 'agent'],
  revokeCertificate: ['chiefRepresentative'],
  // Only the citizen says how the service was.
  rateCase: ['citizen'],
  followUpRating: ['hallManager'],
  closeVolume: ['clerk', 'agent'],
  handToArchive: ['clerk', 'agent'],
  correctCase: ['clerk', 'agent'],
  withdrawCase: ['clerk', 'agent'],
  // Before the acceptance the counter, after it the department.
  terminateCase: ['clerk', 'agent', 'chiefRepresentative'],
  mergeCases: ['clerk', 'agent'],
  requestVoid: ['clerk', 'agent', 'hallManager'],
  confirmVoid: ['clerk', 'hallManager'],
  rejectVoid: ['clerk', 'agent', 'hallManager'],
  undoStep: ['clerk', 'agent'],
  addAttachments: ['clerk', 'agent'],
  handOverPapers: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  takeOverPapers: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  cancelHandOver: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  takeOutPapers: ['clerk', 'agent', 'chiefRepresentative'],
  bringBackPapers: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  printDocument: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  settlePrint: ['clerk', 'agent', 'chiefRepresentative', 'reviewer'],
  // The unit and the centre are two lines (双重管理): one proposes, the other reviews.
  // The centre proposes one thing only, that somebody goes back; the unit's line reviews that.
  proposePosting: ['systemAdmin', 'chiefRepresentative', 'hallManager'],
  reviewPosting: ['hallManager', 'chiefRepresentative', 'systemAdmin'],
  // Who decides a matter, or runs the list, proposes; the offices that keep the lists review (the decider knows which).
  proposeMatters: ['chiefRepresentative', 'systemAdmin'],
  reviewMatters: ['chiefRepresentative', 'reviewer'],
  publishCalendarYear: ['systemAdmin'],
  setLocalFacts: ['hallManager', 'systemAdmin'],
  approveInstallation: ['systemAdmin'],
  revokeInstallation: ['systemAdmin', 'securityAdmin'],
  disposeQuarantined: ['securityAdmin'],
};

/** Whether a role may give a command at all; the decider judges the particular case. */
export const mayGive = (role: ActorRole, command: CommandName): boolean => allowed[command].includes(role);

/** Whether a place acts on such a subject: cases and visits never come near a hall's back office. */
export const isActedOnAt = (place: InstallationKind, subject: SubjectKind): boolean =>
  place !== 'backOffice' || ['ticket', 'hallDay', 'booking'].includes(subject);

/** What whoever may not do something is told. */
export const notAuthorised = refused('notAuthorised', '您的岗位没有这项权限，请换由有权限的同事办理。');
