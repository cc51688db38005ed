import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { calendarWarning } from '#shared/clock/calendar.ts';
import { refused } from '#shared/contracts/answer.ts';
import type { DeviceProfile } from '#shared/devices/device-profile.ts';
import { boardRouter } from './audiences/board.ts';
import { citizenRouter } from './audiences/citizen.ts';
import { clerkRouter } from './audiences/clerk.ts';
import { departmentRouter } from './audiences/department.ts';
import { hallRouter } from './audiences/hall.ts';
import { kioskRouter } from './audiences/kiosk.ts';
import { officeRouter } from './audiences/office.ts';
import type { DemoStaff, Parts } from './audiences/parts.ts';
import { applicantRecord } from './cases/applicant-record.ts';
import { archiveDesk } from './cases/archive-desk.ts';
import { caseActs } from './cases/case-acts.ts';
import { caseClockDesk } from './cases/case-clock-desk.ts';
import { caseDesk } from './cases/case-desk.ts';
import { caseList } from './cases/case-list.ts';
import { caseSearch } from './cases/case-search.ts';
import { custodyDesk } from './cases/custody-desk.ts';
import { documentDesk } from './cases/document-desk.ts';
import { drafts } from './cases/drafts.ts';
import { fetchedBlobs } from './cases/fetched-blobs.ts';
import { handingDesk } from './cases/handing-desk.ts';
import { inbox } from './cases/inbox.ts';
import { intakeDesk } from './cases/intake-desk.ts';
import { mistakeDesk } from './cases/mistake-desk.ts';
import { pages } from './cases/pages.ts';
import { reviewDesk } from './cases/review-desk.ts';
import { signingDesk } from './cases/signing-desk.ts';
import { registerDesk } from './certificates/register-desk.ts';
import { calendarDesk } from './clock/calendar-desk.ts';
import { routerServer } from './contract-server.ts';
import { cardPhotos } from './devices/card-reader/card-photos.ts';
import { type PhotoDecoderProfile, photoDecoder } from './devices/card-reader/photo-decoder.ts';
import {
  type ClaimPrint,
  type DevicePlace,
  deviceDesk,
  type PlaceDevices,
  unclaimed,
} from './devices/device-desk.ts';
import { slipFont } from './devices/ticket-printer/slip-font.ts';
import type { SlipLogo } from './devices/ticket-printer/slip-logo.ts';
import { type EnrolmentGrant, ensureEnrolled } from './identity/enrolment.ts';
import { signedIn } from './identity/sign-in.ts';
import { signingSession } from './identity/signing-session.ts';
import { unmaskings } from './identity/unmasking.ts';
import { interfaceDesk } from './interfaces/interface-desk.ts';
import { catalogue } from './matters/catalogue.ts';
import { localFactsDesk } from './matters/local-facts-desk.ts';
import { matterDesk } from './matters/matter-desk.ts';
import { publicView } from './matters/public-view.ts';
import { recordedUnmaskings } from './organisation/recorded-unmaskings.ts';
import { staffDesk } from './organisation/staff-desk.ts';
import { type HallPlace, openHall } from './queue/hall.ts';
import type { HallHints } from './queue/hall-hints.ts';
import { hallKeeper } from './queue/hall-keeper.ts';
import { ledCalls } from './queue/led-calls.ts';
import { ticketPrinting } from './queue/ticket-printing.ts';
import { ratingDesk } from './ratings/rating-desk.ts';
import { type DeviceClock, machineClock } from './store/device-clock.ts';
import type { KeyProvider } from './store/key-provider.ts';
import { openStore } from './store/store.ts';
import { keepBlobsSwept } from './store/sweep-blobs.ts';
import { keepUp } from './store/upkeep.ts';
import { blobWire } from './sync/blob-wire.ts';
import { districtClient } from './sync/district-client.ts';
import { startSync } from './sync/sync.ts';
import { startUploads } from './sync/uploads.ts';
import { visitDesk } from './visits/visit-desk.ts';

export { contractServer } from './contract-server.ts';
/** A process ends with this where its store was found broken: it is to be started again. */
export const damagedExitCode = 75;
export { NotEnrolled } from './identity/enrolment.ts';
export type { HallPlace } from './queue/hall.ts';
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
  /** One-time code for the first start, or a new one where the district has turned this installation away. */
  enrolmentCode: string | null;
  /** Instead of a code: the file of the hall, or the sentence why it cannot be used. */
  enrolment?: EnrolmentGrant | { unavailable: string };
  /** Told what to show while the machine waits for the office's approval; opening goes on by itself. */
  onWaiting?: (sentence: string) => void;
  /** Gives up waiting for it. */
  signal?: AbortSignal;
  /** Devices that the program itself brings along: a demo's. */
  devices?: Partial<Record<DevicePlace, PlaceDevices>>;
  /** The hall's mark at the head of every slip. */
  slipLogo?: SlipLogo | null;
  /** The vendor's decoder for photos of cards; none where nothing is said. */
  photoDecoder?: PhotoDecoderProfile | null;
  /** Where the hall's queue is kept; without it here, and for this installation alone. */
  hall?: HallPlace;
  /** Makes the hints on the network by which a hall's machines find its core; none without. @param name this installation */
  hallHints?: (name: string) => HallHints;
  /** Devices that the provisioning file names. */
  provisioned?: readonly DeviceProfile[];
  appVersion: string;
  /** The folder of what the program brings along (`assets`); without it no rare character can be drawn on a slip. */
  assets?: string;
  log: Log;
  clock?: DeviceClock;
  /** The database was found broken at work: the process has to end, and mends it when it starts again. */
  onDamaged?: () => void;
  /** Milliseconds between two backups of the store; an hour where nothing is said. */
  backupMs?: number;
  /** After so long without a touch a desk locks itself; 10 where nothing is said. */
  idleMinutes?: number;
  demo?: { staff: DemoStaff[] };
}

/** A certificate waits this long for the district's leave to be printed. */
const claimMs = 10_000;

/**
 * Everything that works without a shell, wired in one place. Which contracts it serves follows from what the
 * installation was enrolled as: a counter's screens, a hall's back office, a department's desk, or the office that watches
 * over all of them.
 * @throws StoreUnusable, JournalDamaged, NotEnrolled, each with a sentence for the screen
 */
export async function openCore(options: CoreOptions) {
  const { folder, keys, districtUrl, enrolmentCode, appVersion, log, clock = machineClock } = options;
  const { onDamaged } = options;
  const store = openStore({ folder, keys, clock, ...(onDamaged && { onDamaged }) });
  try {
    if (store.recovery.replayed > 0)
      log.warn({ commands: store.recovery.replayed }, 'brought into the database from the journal');
    if (store.recovery.tornBytes > 0)
      log.warn({ bytes: store.recovery.tornBytes }, 'cut a torn record off the journal');
    if (store.recovery.mended > 0)
      log.warn({ commands: store.recovery.mended }, 'the journal had lost its end and is whole again');
    const { restoredFrom, setAside } = store.recovery;
    if (restoredFrom !== null)
      log.warn({ restoredFrom, setAside }, 'the database was broken and is restored');
    else if (setAside !== null) log.warn({ setAside }, 'the journal was damaged and begins anew');
    const district = districtClient(districtUrl, () => store.settings.get('enrolment')?.token ?? null);
    const runId = randomUUID();
    await ensureEnrolled({
      ...{ store, district, appVersion, runId, log },
      grant: options.enrolment ?? (enrolmentCode === null ? null : { code: enrolmentCode }),
      onWaiting: options.onWaiting,
      signal: options.signal,
    });
    const { kind } = store.settings.get('enrolment') ?? { kind: 'counter' };

    const upkeep = keepUp(store, { folder, log, ...(options.backupMs && { everyMs: options.backupMs }) });
    const claim: ClaimPrint = (jobId, certificateId) =>
      district
        .claimPrint({ jobId, certificateId }, { signal: AbortSignal.timeout(claimMs) })
        .catch(() => unclaimed);
    const devices = deviceDesk(store, {
      given: options.devices ?? {},
      provisioned: options.provisioned ?? [],
      claim,
      logo: options.slipLogo ?? null,
      font: options.assets === undefined ? null : slipFont(join(options.assets, 'slip-font.bin')),
    });
    const wire = blobWire(districtUrl, () => store.settings.get('enrolment')?.token ?? null);
    const blobs = fetchedBlobs(store, wire);
    const sweeping = keepBlobsSwept(store, log);
    const uploads = startUploads({ store, wire, log });
    const unmasked = unmaskings(store);
    const sync = startSync({
      ...{ store, district, clock, appVersion, runId, log },
      ...{ uploads: uploads.view, unmaskings: unmasked },
    });
    const photos = cardPhotos(photoDecoder(options.photoDecoder ?? null), () => store.changed());
    const draftStore = drafts(store);
    const matters = catalogue(store);
    const { installationId } = store.knowledge.place();
    const hints = (options.hall && options.hallHints?.(installationId)) ?? null;
    const hall = openHall(store, options.hall ?? null, {
      ...{ log, hints },
      atKiosk: () => devices.statuses('kiosk'),
      serving: (own, kiosks) => {
        const keeper = hallKeeper(store, own);
        const serve = routerServer(hallRouter({ store, tickets: own, keeper, kiosks }));
        return (link, member) => serve(link, { member });
      },
    });
    const { tickets } = hall;
    const leds = ledCalls(store, devices, tickets);
    const record = applicantRecord(store);
    const acts = caseActs(store, devices, districtUrl);
    const cases = caseDesk(store, acts);
    const search = caseSearch(store);
    const handing = handingDesk(store, acts);
    const waiting = inbox(store);
    const person = signedIn(store, (question, signal) => district.signIn(question, signal), {
      clock,
      idleMs: (options.idleMinutes ?? 10) * 60_000,
    });
    const confirmed = signingSession(person, { clock, onOpen: () => store.changed() });
    const parts: Parts = {
      store,
      warnings: () =>
        [
          store.recovery.sentence,
          upkeep.warning(),
          hall.warning(),
          calendarWarning(store.knowledge.calendar(), beijingDateOf(store.now())),
        ].filter((each) => each !== null),
      sync,
      devices,
      photos,
      appVersion,
      supportFolder: join(folder, '..', 'support'),
      hall,
      tickets,
      prefillUrl: new URL('/q', districtUrl).href,
      printTicket: ticketPrinting(store, devices, districtUrl),
      catalogue: matters,
      drafts: draftStore,
      unmaskings: unmasked,
      recordedUnmaskings: recordedUnmaskings(store, district),
      interfaces: interfaceDesk(store, district),
      signedIn: person,
      visits: visitDesk(store, {
        devices,
        takesCard: handing.takes,
        photos,
        drafts: draftStore,
        tickets,
        record,
      }),
      cases,
      inbox: waiting,
      review: reviewDesk(store),
      handing,
      certificates: registerDesk(district),
      archive: archiveDesk(store, devices),
      ratings: ratingDesk(store),
      signingSession: confirmed,
      signing: signingDesk(store, {
        session: confirmed,
        keysOf: async (personId) => {
          try {
            const signal = AbortSignal.timeout(claimMs);
            return (await district.personKeys({ personId }, { signal })).keys;
          } catch {
            return refused('outOfReach', '导出签名要向区级平台取签批人的公钥，现在连不上，请稍后再试。');
          }
        },
      }),
      mistakes: mistakeDesk(store, { cases, drafts: draftStore }),
      intake: intakeDesk(store, { acts, catalogue: matters, drafts: draftStore, record }),
      record,
      lists: caseList(store, search),
      documents: documentDesk(store, { catalogue: matters, unmaskings: unmasked, blobs, claim }),
      clocks: caseClockDesk(store),
      pages: pages(store, { drafts: draftStore, catalogue: matters, blobs }),
      custody: custodyDesk(store, acts),
      staff: staffDesk(store),
      calendar: calendarDesk(store),
      localFacts: localFactsDesk(store),
      matters: matterDesk(store),
      publicView: publicView(store, {
        ...{ catalogue: matters, devices },
        visitId: () => parts.visits.current()?.id ?? null,
      }),
      demo: options.demo ?? null,
    };

    return {
      /** The routers by audience; a shell serves them. */
      routers:
        kind === 'department'
          ? { department: departmentRouter(parts) }
          : kind === 'office'
            ? { office: officeRouter(parts) }
            : kind === 'kiosk'
              ? { kiosk: kioskRouter(parts), board: boardRouter(parts) }
              : kind === 'backOffice'
                ? { clerk: clerkRouter(parts), board: boardRouter(parts) }
                : {
                    clerk: clerkRouter(parts),
                    citizen: citizenRouter(parts),
                    kiosk: kioskRouter(parts),
                    board: boardRouter(parts),
                  },
      parts,

      async close(): Promise<void> {
        parts.signedIn.close();
        leds();
        await hall.close();
        await hints?.close();
        sweeping.close();
        search.close();
        waiting.close();
        await Promise.all([sync.close(), uploads.close()]);
        await devices.close();
        await upkeep.close();
        store.close();
      },
    };
  } catch (error) {
    store.close();
    throw error;
  }
}
