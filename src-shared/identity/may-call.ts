import type { AnyContractProcedure } from '@orpc/contract';
import type { boardContract } from '../contracts/board.ts';
import type { citizenContract } from '../contracts/citizen.ts';
import type { clerkContract } from '../contracts/clerk.ts';
import type { departmentContract } from '../contracts/department.ts';
import type { devicesContract } from '../contracts/devices.ts';
import type { districtContract } from '../contracts/district.ts';
import type { documentsContract } from '../contracts/documents.ts';
import type { identityContract } from '../contracts/identity.ts';
import type { kioskContract } from '../contracts/kiosk.ts';
import type { officeContract } from '../contracts/office.ts';
import type { outboxContract } from '../contracts/outbox.ts';
import type { custodyContract, pagesShownContract } from '../contracts/papers.ts';
import type { signingContract } from '../contracts/signing.ts';
import type { ActorRole } from './authority.ts';
import { allowed } from './may-give.ts';

/** Who may call a procedure: whoever stands at that screen, whoever has signed in, or some roles only. */
export type Callers = 'anyone' | 'signedIn' | readonly ActorRole[];

/** The names of a contract's procedures, `cases.list` and so on. */
type Path<Contract, Before extends string = ''> = {
  [Name in keyof Contract & string]: Contract[Name] extends AnyContractProcedure
    ? `${Before}${Name}`
    : Path<Contract[Name], `${Before}${Name}.`>;
}[keyof Contract & string];
type Table<Contract> = Readonly<Record<Path<Contract>, Callers>>;

/** Signing in and out, the same at every desk. Nobody has to prove who they are to make a screen go blank. */
const identity: Readonly<Record<Path<typeof identityContract, 'identity.'>, Callers>> = {
  'identity.enterByPin': 'anyone',
  'identity.lock': 'anyone',
  'identity.active': 'anyone',
  'identity.setPin': 'signedIn',
  'identity.erasePin': 'signedIn',
  'identity.exportPass': 'signedIn',
  'identity.importPass': 'anyone',
};

/**
 * The device page shows nothing of anybody. Whoever has to mend a printer may look, test and take the export along
 * before anybody has signed in; where prints go, and what is printed again, is for those who have.
 */
const devices: Readonly<Record<Path<typeof devicesContract, 'devices.'>, Callers>> = {
  'devices.list': 'anyone',
  'devices.test': 'anyone',
  'devices.judge': 'anyone',
  'devices.report': 'anyone',
  'devices.traffic': 'anyone',
  'devices.exportReport': 'anyone',
  'devices.save': 'signedIn',
  'devices.remove': 'signedIn',
  'devices.restore': 'signedIn',
  'devices.jobs': 'signedIn',
  'devices.retry': 'signedIn',
  'devices.reprint': 'signedIn',
};

/** What waits for the line, shown to whoever has signed in. */
const outbox: Readonly<Record<Path<typeof outboxContract, 'outbox.'>, Callers>> = {
  'outbox.list': 'signedIn',
  'outbox.acknowledge': 'signedIn',
  'outbox.giveAgain': 'signedIn',
  'outbox.sendNow': 'signedIn',
  'outbox.seal': 'signedIn',
  'outbox.carry': 'signedIn',
  'outbox.open': 'signedIn',
};

/** Giving numbers and running the hall, at its counters as in its back office. */
const runningHall = {
  'queue.comeBack': allowed.returnTicket,
  'queue.issue': allowed.issueTicket,
  'queue.changeLane': allowed.changeLane,
  'queue.putFirst': allowed.putTicketFirst,
  // Several commands go through it; whoever may not give one of them is refused by it.
  'queue.arrange': allowed.openHallDay,
  'queue.figures': ['hallManager'],
  'queue.readiness': ['hallManager'],
  'queue.slots': allowed.makeBooking,
  'queue.bookings': allowed.makeBooking,
  'queue.book': allowed.makeBooking,
  'queue.cancelBooking': allowed.cancelBooking,
} satisfies Partial<Table<typeof clerkContract>>;

/** Who takes cases in. */
const atCounter = ['clerk', 'agent'] as const;
/** The A4 papers of cases: to be looked at by whoever may give them out. */
const documents = {
  'documents.list': allowed.printDocument,
  'documents.preview': allowed.printDocument,
  'documents.print': allowed.printDocument,
  'documents.settle': allowed.settlePrint,
  'documents.printed': allowed.printDocument,
  'documents.scan': allowed.printDocument,
} satisfies Readonly<Record<Path<typeof documentsContract, 'documents.'>, Callers>>;

/** Who reads cases at the hall's desks, and at a department's. */
const hallReaders = ['clerk', 'agent', 'hallManager'] as const;
const departmentReaders = ['chiefRepresentative', 'reviewer'] as const;
/** Who watches over people and machines; a chief representative sees the people, whom their unit sends. */
const officeReaders = ['hallManager', 'systemAdmin', 'securityAdmin', 'supervisor', 'auditor'] as const;
/** Who reads what was shown unmasked and to whom: not those who run the hall or its machines. */
export const unmaskingReaders: readonly ActorRole[] = ['supervisor', 'auditor'];
/** Who sees who connects to the district and how that goes; and who pauses, resumes and sends again. */
export const interfaceLogReaders: readonly ActorRole[] = [
  'systemAdmin',
  'securityAdmin',
  'auditor',
  'supervisor',
];
export const interfaceStewards: readonly ActorRole[] = ['systemAdmin'];
const staffReaders = [...officeReaders, 'chiefRepresentative'] as const;

/** The scans of cases, and the papers' way from hand to hand, at the desks of a hall as at a department's. */
const pagesShown = (readers: readonly ActorRole[]) =>
  ({
    'pages.ofCase': readers,
    'pages.thumbnails': readers,
    'pages.get': readers,
    'pages.keepThumbnail': readers,
  }) satisfies Readonly<Record<Path<typeof pagesShownContract, 'pages.'>, Callers>>;
const custody = (readers: readonly ActorRole[]) =>
  ({
    'custody.of': readers,
    'custody.here': readers,
    'custody.handOver': allowed.handOverPapers,
    'custody.takeOver': allowed.takeOverPapers,
    'custody.cancel': allowed.cancelHandOver,
    'custody.takeOut': allowed.takeOutPapers,
    'custody.bringBack': allowed.bringBackPapers,
  }) satisfies Readonly<Record<Path<typeof custodyContract, 'custody.'>, Callers>>;

/** The signature, wherever something is signed. */
const signing = (signers: readonly ActorRole[]) =>
  ({
    'signing.confirm': signers,
    'signing.of': signers,
    'signing.sign': allowed.signOffCase,
    'signing.exportProof': signers,
  }) satisfies Readonly<Record<Path<typeof signingContract, 'signing.'>, Callers>>;

/**
 * Roles and what each may do, second half (the first is `may-give.ts`): who may call which procedure of a desk. What gives a command is open to whoever may give that command;
 * what shows cases, to whoever works on them.
 */
export const procedures = {
  clerk: {
    watch: 'anyone',
    signIn: 'anyone',
    signOut: 'anyone',
    ...identity,
    ...runningHall,
    'queue.callNext': allowed.callTicket,
    'queue.recall': allowed.recallTicket,
    'queue.miss': allowed.missTicket,
    'queue.arrive': allowed.arriveTicket,
    'queue.park': allowed.parkTicket,
    'queue.transfer': allowed.transferTicket,
    'visits.open': allowed.openVisit,
    'visits.present': allowed.presentTicket,
    'visits.close': allowed.closeVisit,
    'draft.setApplicant': allowed.receiveCase,
    'draft.setMatter': allowed.receiveCase,
    'draft.setSituations': allowed.receiveCase,
    'draft.tickMaterial': allowed.receiveCase,
    'draft.tickAllMaterials': allowed.receiveCase,
    'draft.reveal': allowed.receiveCase,
    'draft.setAgent': allowed.receiveCase,
    'draft.revealAgent': allowed.receiveCase,
    'draft.cardFor': allowed.receiveCase,
    'draft.applicantIsAgent': allowed.receiveCase,
    'draft.agentIsMe': allowed.receiveCase,
    'draft.keep': allowed.receiveCase,
    'draft.kept': allowed.receiveCase,
    'cases.receive': allowed.receiveCase,
    'cases.takeIn': allowed.acceptCase,
    'cases.accept': allowed.acceptCase,
    'cases.giveNotice': allowed.giveOneTimeNotice,
    'cases.refuse': allowed.refuseAcceptance,
    'cases.supplement': allowed.supplementCase,
    'cases.supplyOwed': allowed.supplyOwed,
    'cases.authorities': 'signedIn',
    'cases.list': hallReaders,
    'cases.get': hallReaders,
    'cases.explain': hallReaders,
    'cases.reprint': allowed.receiveCase,
    'cases.printProgress': allowed.receiveCase,
    'cases.reveal': allowed.receiveCase,
    'archive.list': hallReaders,
    'archive.close': allowed.closeVolume,
    'archive.hand': allowed.handToArchive,
    'outside.declare': allowed.declareOutside,
    'outside.approve': allowed.approveOutside,
    'handing.list': hallReaders,
    'handing.issue': allowed.issueResult,
    'handing.tell': allowed.tellApplicant,
    'handing.post': allowed.postResult,
    'handing.returnPost': allowed.returnPost,
    'handing.awaitCard': allowed.deliverResult,
    'handing.card': allowed.deliverResult,
    'handing.deliver': allowed.deliverResult,
    'handing.held': allowed.receiveCase,
    ...signing(atCounter),
    'cases.followUpRating': allowed.followUpRating,
    'mistakes.correct': allowed.correctCase,
    'mistakes.withdraw': allowed.withdrawCase,
    'mistakes.terminate': atCounter,
    'mistakes.mergeChoices': allowed.mergeCases,
    'mistakes.merge': allowed.mergeCases,
    'mistakes.requestVoid': allowed.requestVoid,
    // The second person may come to the desk of somebody who could not confirm it themselves.
    'mistakes.confirmVoid': hallReaders,
    'mistakes.rejectVoid': allowed.rejectVoid,
    'mistakes.undo': allowed.undoStep,
    ...documents,
    ...pagesShown(hallReaders),
    'pages.add': allowed.receiveCase,
    'pages.remove': allowed.receiveCase,
    'pages.move': allowed.receiveCase,
    'pages.takeOnFile': allowed.receiveCase,
    'pages.askThough': allowed.receiveCase,
    'pages.addToCase': allowed.addAttachments,
    ...custody(hallReaders),
    'matters.search': 'signedIn',
    'matters.labels': 'signedIn',
    'matters.show': allowed.receiveCase,
    'matters.printSlip': allowed.receiveCase,
    'matters.get': 'signedIn',
    ...devices,
    ...outbox,
  } satisfies Table<typeof clerkContract>,
  /** The clerk's desk where it stands at no counter. Nobody is called or received there, and cases are out of its reach. */
  backOffice: {
    watch: 'anyone',
    signIn: 'anyone',
    signOut: 'anyone',
    ...identity,
    ...runningHall,
    ...devices,
    ...outbox,
  } satisfies Partial<Table<typeof clerkContract>>,
  department: {
    watch: 'anyone',
    signIn: 'anyone',
    signOut: 'anyone',
    ...identity,
    'cases.list': departmentReaders,
    'cases.get': departmentReaders,
    'cases.explain': departmentReaders,
    'cases.foresee': allowed.startProcedure,
    'cases.takeStep': allowed.startProcedure,
    'cases.terminate': ['chiefRepresentative'],
    'cases.reveal': departmentReaders,
    'cases.revokeCertificate': allowed.revokeCertificate,
    'outside.approve': allowed.approveOutside,
    'certificates.renewals': departmentReaders,
    'inbox.page': departmentReaders,
    'inbox.matters': departmentReaders,
    'review.people': departmentReaders,
    'review.assign': allowed.assignCase,
    'review.draft': allowed.draftDecision,
    'review.sendBack': allowed.returnForReview,
    'review.correctable': allowed.requestCorrection,
    'review.requestCorrection': allowed.requestCorrection,
    'review.departments': allowed.askDepartment,
    'review.ask': allowed.askDepartment,
    'review.answer': allowed.answerInquiry,
    ...signing(departmentReaders),
    ...documents,
    ...pagesShown(departmentReaders),
    ...custody(departmentReaders),
    ...outbox,
  } satisfies Table<typeof departmentContract>,
  office: {
    watch: 'anyone',
    signIn: 'anyone',
    signOut: 'anyone',
    ...identity,
    'staff.list': staffReaders,
    'staff.get': staffReaders,
    'staff.changes': staffReaders,
    'staff.overview': staffReaders,
    'staff.choices': staffReaders,
    'staff.check': allowed.proposePosting,
    'staff.propose': allowed.proposePosting,
    'staff.review': allowed.reviewPosting,
    'staff.importSheet': ['systemAdmin', 'chiefRepresentative'],
    'staff.sheetReport': ['systemAdmin', 'chiefRepresentative'],
    'staff.exportSheet': staffReaders,
    // What the list says is public; who proposes and who reviews is not.
    'matters.list': 'signedIn',
    'matters.choices': 'signedIn',
    'matters.get': 'signedIn',
    'matters.changes': 'signedIn',
    'matters.check': allowed.proposeMatters,
    'matters.propose': allowed.proposeMatters,
    'matters.review': allowed.reviewMatters,
    'matters.importSheet': allowed.proposeMatters,
    'matters.sheetReport': allowed.proposeMatters,
    'matters.exportSheet': 'signedIn',
    'matters.circles': 'signedIn',
    'matters.drift': 'signedIn',
    'matters.localFacts': 'signedIn',
    'matters.setLocalFacts': allowed.setLocalFacts,
    'calendar.years': 'signedIn',
    'calendar.read': allowed.publishCalendarYear,
    'calendar.check': allowed.publishCalendarYear,
    'calendar.publish': allowed.publishCalendarYear,
    'installations.list': officeReaders,
    'installations.approve': allowed.approveInstallation,
    'installations.revoke': allowed.revokeInstallation,
    'quarantine.list': officeReaders,
    'quarantine.dispose': allowed.disposeQuarantined,
    'unmaskings.page': unmaskingReaders,
    'interfaces.overview': interfaceLogReaders,
    'interfaces.act': interfaceStewards,
    ...outbox,
  } satisfies Table<typeof officeContract>,
  citizen: {
    watch: 'anyone',
    reveal: ['citizen'],
    confirm: allowed.confirmEntries,
    rate: allowed.rateCase,
    rateByCode: allowed.rateCase,
  } satisfies Table<typeof citizenContract>,
  kiosk: {
    watch: 'anyone',
    issue: allowed.issueTicket,
    issueBooked: allowed.issueTicket,
    scanned: ['kiosk'],
    clear: ['kiosk'],
  } satisfies Table<typeof kioskContract>,
  board: { watch: 'anyone', display: 'anyone' } satisfies Table<typeof boardContract>,
} as const;
export type GatedAudience = keyof typeof procedures;

/** Whether a role may call a procedure; null is nobody, where nobody has signed in. What has no line is closed. */
export function mayCall(role: ActorRole | null, audience: GatedAudience, path: string): boolean {
  const table: Readonly<Record<string, Callers>> = procedures[audience];
  const callers = Object.hasOwn(table, path) ? table[path] : undefined;
  if (callers === undefined) return false;
  if (callers === 'anyone') return true;
  return role !== null && (callers === 'signedIn' || callers.includes(role));
}

/**
 * And of the district: an installation that has enrolled, or one whose enrolment still stands. Pushing stays open to a
 * revoked one, since what it has taken in must not be lost.
 */
export const districtProcedures = {
  enrol: 'anyone',
  signIn: 'inGoodStanding',
  push: 'enrolled',
  pull: 'inGoodStanding',
  wakeUps: 'inGoodStanding',
  carry: 'inGoodStanding',
  blobArrivals: 'inGoodStanding',
  claimPrint: 'inGoodStanding',
  personKeys: 'inGoodStanding',
  certificatesOf: 'inGoodStanding',
  renewalsDue: 'inGoodStanding',
  handInUnmaskings: 'enrolled',
  unmaskings: 'inGoodStanding',
  interfaceLog: 'inGoodStanding',
  steerInterface: 'inGoodStanding',
  /** Scans and files, which go by a protocol of their own. */
  blobs: 'enrolled',
} as const satisfies Record<
  Path<typeof districtContract> | 'blobs',
  'anyone' | 'enrolled' | 'inGoodStanding'
>;
