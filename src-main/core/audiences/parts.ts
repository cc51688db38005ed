import type { ApplicantRecord } from '../cases/applicant-record.ts';
import type { ArchiveDesk } from '../cases/archive-desk.ts';
import type { CaseClockDesk } from '../cases/case-clock-desk.ts';
import type { CaseDesk } from '../cases/case-desk.ts';
import type { CaseList } from '../cases/case-list.ts';
import type { CustodyDesk } from '../cases/custody-desk.ts';
import type { DocumentDesk } from '../cases/document-desk.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { HandingDesk } from '../cases/handing-desk.ts';
import type { Inbox } from '../cases/inbox.ts';
import type { IntakeDesk } from '../cases/intake-desk.ts';
import type { MistakeDesk } from '../cases/mistake-desk.ts';
import type { Pages } from '../cases/pages.ts';
import type { ReviewDesk } from '../cases/review-desk.ts';
import type { SigningDesk } from '../cases/signing-desk.ts';
import type { RegisterDesk } from '../certificates/register-desk.ts';
import type { CalendarDesk } from '../clock/calendar-desk.ts';
import type { CardPhotos } from '../devices/card-reader/card-photos.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { SignedIn } from '../identity/sign-in.ts';
import type { SigningSession } from '../identity/signing-session.ts';
import type { Unmaskings } from '../identity/unmasking.ts';
import type { interfaceDesk } from '../interfaces/interface-desk.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { LocalFactsDesk } from '../matters/local-facts-desk.ts';
import type { MatterDesk } from '../matters/matter-desk.ts';
import type { PublicView } from '../matters/public-view.ts';
import type { recordedUnmaskings } from '../organisation/recorded-unmaskings.ts';
import type { StaffDesk } from '../organisation/staff-desk.ts';
import type { Hall } from '../queue/hall.ts';
import type { TicketDesk } from '../queue/ticket-desk.ts';
import type { TicketPrinting } from '../queue/ticket-printing.ts';
import type { RatingDesk } from '../ratings/rating-desk.ts';
import type { Store } from '../store/store.ts';
import type { Sync } from '../sync/sync.ts';
import type { VisitDesk } from '../visits/visit-desk.ts';

/** A member of the demo hall's staff, as the sign-in page offers it. */
export interface DemoStaff {
  staffNumber: string;
  name: string;
  roleName: string;
  password: string;
}

/** What `core.ts` has wired, as the audiences' contracts use it. */
export interface Parts {
  store: Store;
  /** What everybody at this desk should know: what was mended at the start, what has to be seen to. */
  warnings: () => string[];
  sync: Sync;
  signedIn: SignedIn;
  devices: DeviceDesk;
  photos: CardPhotos;
  appVersion: string;
  /** Where files for support are put. */
  supportFolder: string;
  /** Where the hall's queue is kept, and whether it can be reached. */
  hall: Hall;
  tickets: TicketDesk;
  /** Where people choose matters on their own phone. */
  prefillUrl: string;
  printTicket: TicketPrinting;
  visits: VisitDesk;
  cases: CaseDesk;
  /** What waits at a department's desk. */
  inbox: Inbox;
  review: ReviewDesk;
  archive: ArchiveDesk;
  handing: HandingDesk;
  certificates: RegisterDesk;
  ratings: RatingDesk;
  signing: SigningDesk;
  signingSession: SigningSession;
  mistakes: MistakeDesk;
  intake: IntakeDesk;
  record: ApplicantRecord;
  lists: CaseList;
  documents: DocumentDesk;
  clocks: CaseClockDesk;
  /** Scans and files. */
  pages: Pages;
  /** The papers themselves, hand to hand. */
  custody: CustodyDesk;
  staff: StaffDesk;
  matters: MatterDesk;
  calendar: CalendarDesk;
  localFacts: LocalFactsDesk;
  publicView: PublicView;
  catalogue: Catalogue;
  drafts: Drafts;
  unmaskings: Unmaskings;
  recordedUnmaskings: ReturnType<typeof recordedUnmaskings>;
  /** Who connects to the district from beyond; at an office. */
  interfaces: ReturnType<typeof interfaceDesk>;
  /** Set in a demo hall only: the staff that may sign in, with their passwords. */
  demo: { staff: DemoStaff[] } | null;
}
