import type { CaseDesk } from '../cases/case-desk.ts';
import type { Drafts } from '../cases/drafts.ts';
import type { DeviceDesk } from '../devices/device-desk.ts';
import type { SignedIn } from '../identity/sign-in.ts';
import type { unmaskings } from '../identity/unmasking.ts';
import type { Catalogue } from '../matters/catalogue.ts';
import type { TicketDesk } from '../queue/ticket-desk.ts';
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
  sync: Sync;
  signedIn: SignedIn;
  devices: DeviceDesk;
  tickets: TicketDesk;
  visits: VisitDesk;
  cases: CaseDesk;
  catalogue: Catalogue;
  drafts: Drafts;
  unmaskings: ReturnType<typeof unmaskings>;
  /** Set in a demo hall only: the staff that may sign in, with their passwords. */
  demo: { staff: DemoStaff[] } | null;
}
