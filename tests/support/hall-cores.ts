import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { HallCertificate } from '#shared/contracts/district.ts';
import { type Counter, counterSchema } from '#shared/organisation/organisation.ts';
import type { HallPlace } from '../../src-main/core/core.ts';
import type { Acting } from '../../src-main/core/store/commands.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { certificateFor } from '../../src-server/identity/hall-certificate.ts';
import {
  enrolmentOf,
  type Given,
  openInstallation,
  prepareInstallation,
  publishedReference,
  storeIn,
} from './counter.ts';
import { testDistrict } from './passes.ts';

/** A hall of as many counters as a test wants; the first four are the demo's. */
export const hallCounters = (count: number): Counter[] =>
  Array.from({ length: count }, (_, index) =>
    counterSchema.parse({
      id: `counter-410104009-${index + 1}`,
      organisationId: demoHall.hall.organisationId,
      number: index + 1,
      name: `${index + 1}号综合窗口`,
    }),
  );

export type MemberPlace =
  | { kind: 'counter'; number: number }
  | { kind: 'kiosk' | 'backOffice'; series: string };

/** The certificate that the tests' district gives to whoever stands in this folder. */
export function certify(
  folder: string,
  changes: { hallId?: string; district?: typeof testDistrict } = {},
): HallCertificate {
  const store = storeIn(folder);
  const { installationId, hallId, kind, counterId } = store.knowledge.place();
  const member = { installationId, hallId: changes.hallId ?? hallId ?? '', kind, counterId };
  const certificate = certificateFor(
    member,
    store.settings.get('publicKey') ?? '',
    store.now(),
    (changes.district ?? testDistrict).signBytes,
  );
  store.settings.set('hallCertificate', certificate);
  store.close();
  return certificate;
}

/** Makes a folder into an installation of the hall that was enrolled before and has its certificate. */
export function prepareMember(folder: string, place: MemberPlace, counters = hallCounters(4)): void {
  if (existsSync(join(folder, 'store'))) return;
  const counter = place.kind === 'counter' ? counters[place.number - 1] : undefined;
  const { series: _, ...enrolment } = enrolmentOf('counter');
  prepareInstallation(folder, {
    enrolment: {
      ...enrolment,
      ...{ kind: place.kind, counterId: counter?.id ?? null },
      series: place.kind === 'counter' ? String(place.number).padStart(3, '0') : place.series,
    },
  });
  const store = storeIn(folder);
  store.knowledge.publish({ ...publishedReference(), counters });
  store.close();
  certify(folder);
}

/** A kiosk, for whoever stands in front of it. */
export const kioskActing = (): Acting => ({
  actor: { actorId: 'kiosk', postingId: null, role: 'kiosk', organisationId: '' },
  ...{ sessionId: null, authMode: 'offline', channel: 'kiosk', sign: () => null },
});

/** A clerk of the demo's hall, acting at a counter. */
export const clerkActing = (): Acting => {
  const clerk = demoHall.staff.find(({ posting }) => posting.staffNumber === 'G1001');
  if (clerk === undefined) throw new Error('the demo has no clerk');
  const { personId, postingId, role, organisationId } = clerk.posting;
  return {
    actor: { actorId: personId, postingId, role, organisationId },
    ...{ sessionId: 'session', authMode: 'offline', channel: 'counter', sign: () => null },
  };
};

/** The core of an installation of the hall, with its desk where it has one. */
export async function openMember(folder: string, hall: HallPlace | null, given: Partial<Given> = {}) {
  const core = await openInstallation({ folder, ...(hall && { hall }), ...given });
  const { parts } = core;
  return {
    core,
    parts,
    tickets: parts.tickets,
    mode: parts.hall.mode,
    /** The clerk's desk, with somebody signed in. */
    async desk(staffNumber = 'G1001') {
      const { clerk: router } = core.routers;
      if (router === undefined) throw new Error('nobody signs in at this installation');
      const clerk = createRouterClient(router);
      const signedIn = await clerk.signIn({ staffNumber, password: `demo-${staffNumber}` });
      if (signedIn.kind === 'refused') throw new Error(signedIn.refusal.message);
      return clerk;
    },
    close: () => core.close(),
  };
}
export type Member = Awaited<ReturnType<typeof openMember>>;
