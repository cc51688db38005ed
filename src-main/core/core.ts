import { boardRouter } from './audiences/board.ts';
import { citizenRouter } from './audiences/citizen.ts';
import { clerkRouter } from './audiences/clerk.ts';
import { departmentRouter } from './audiences/department.ts';
import { kioskRouter } from './audiences/kiosk.ts';
import type { DemoStaff, Parts } from './audiences/parts.ts';
import { caseDesk } from './cases/case-desk.ts';
import { drafts } from './cases/drafts.ts';
import { type DevicePlace, deviceDesk, type PlaceDevices } from './devices/device-desk.ts';
import { ensureEnrolled } from './identity/enrolment.ts';
import { signedIn } from './identity/sign-in.ts';
import { unmaskings } from './identity/unmasking.ts';
import { catalogue } from './matters/catalogue.ts';
import { ticketDesk } from './queue/ticket-desk.ts';
import { type DeviceClock, machineClock } from './store/device-clock.ts';
import type { KeyProvider } from './store/key-provider.ts';
import { openStore } from './store/store.ts';
import { districtClient } from './sync/district-client.ts';
import { startSync } from './sync/sync.ts';
import { visitDesk } from './visits/visit-desk.ts';

export { contractServer } from './contract-server.ts';
export { deviceWiringSchema, openDevices } from './devices/wiring.ts';
export { NotEnrolled } from './identity/enrolment.ts';
export { fileKeyProvider } from './store/key-provider.ts';

/** Where a core writes what happened; never anything personal. */
export interface Log {
  info(details: Readonly<Record<string, unknown>>, message: string): void;
  warn(details: Readonly<Record<string, unknown>>, message: string): void;
}

export interface CoreOptions {
  /** The folder of this installation's store. */
  folder: string;
  keys: KeyProvider;
  /** Address of the district server, e.g. `https://district.example`. */
  districtUrl: string;
  /** One-time code for the first start; null afterwards. */
  enrolmentCode: string | null;
  devices: Partial<Record<DevicePlace, PlaceDevices>>;
  appVersion: string;
  log: Log;
  clock?: DeviceClock;
  demo?: { staff: DemoStaff[] };
}

/** Signing in waits this long for the district before it looks at what is known here. */
const signInMs = 5_000;

/**
 * Everything that works without a shell, wired in one place. Which contracts it serves follows from what the
 * installation was enrolled as: a counter's screens, or a department's desk.
 * @throws StoreUnusable, JournalDamaged, NotEnrolled, each with a sentence for the screen
 */
export async function openCore(options: CoreOptions) {
  const { folder, keys, districtUrl, enrolmentCode, appVersion, log, clock = machineClock } = options;
  const store = openStore({ folder, keys, clock });
  try {
    if (store.recovery.replayed > 0)
      log.warn({ commands: store.recovery.replayed }, 'brought into the database from the journal');
    if (store.recovery.tornBytes > 0)
      log.warn({ bytes: store.recovery.tornBytes }, 'cut a torn record off the journal');
    const district = districtClient(districtUrl, () => store.settings.get('enrolment')?.token ?? null);
    await ensureEnrolled(store, district, enrolmentCode, appVersion);
    const { kind } = store.settings.get('enrolment') ?? { kind: 'counter' };

    const devices = deviceDesk(store, options.devices);
    const sync = startSync({ store, district, clock, appVersion, log });
    const draftStore = drafts(store);
    const matters = catalogue(store);
    const tickets = ticketDesk(store, devices);
    const parts: Parts = {
      store,
      sync,
      devices,
      tickets,
      catalogue: matters,
      drafts: draftStore,
      unmaskings: unmaskings(store),
      signedIn: signedIn(
        store,
        (staffNumber, password) =>
          district.signIn({ staffNumber, password }, { signal: AbortSignal.timeout(signInMs) }),
        kind,
      ),
      visits: visitDesk(store, { devices, drafts: draftStore, tickets }),
      cases: caseDesk(store, { devices, catalogue: matters, drafts: draftStore }),
      demo: options.demo ?? null,
    };

    return {
      /** The routers by audience; a shell serves them. */
      routers:
        kind === 'department'
          ? { department: departmentRouter(parts) }
          : {
              clerk: clerkRouter(parts),
              citizen: citizenRouter(parts),
              kiosk: kioskRouter(parts),
              board: boardRouter(parts),
            },
      parts,

      async close(): Promise<void> {
        await sync.close();
        await devices.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
