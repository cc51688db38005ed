import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { v7 as uuidv7 } from 'uuid';
import { epochOf, type Instant, instantOfEpoch, instantSchema } from '#shared/clock/beijing.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import type { clerkContract } from '#shared/contracts/clerk.ts';
import type { Enrolment, Reference } from '#shared/contracts/district.ts';
import type { ApplicantUnmasked } from '#shared/contracts/views.ts';
import { type CoreOptions, openCore } from '../../src-main/core/core.ts';
import { type DeviceClock, machineClock } from '../../src-main/core/store/device-clock.ts';
import { fileKeyProvider } from '../../src-main/core/store/key-provider.ts';
import { openStore, type Store } from '../../src-main/core/store/store.ts';
import { demoDepartmentId } from '../../src-main/demo/demo-installations.ts';
import { demoImport, newCodes } from '../../src-main/demo/district-import.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { passFor, testDistrict } from './passes.ts';

/** Nothing listens there, and the machine says so at once. */
export const nowhere = 'http://127.0.0.1:9';

/** Everything that the demo's district publishes. */
export const publishedReference = (): Reference => ({
  ...demoImport(newCodes()).reference,
  version: 'demo-1',
});

export const silentLog = { info: () => {}, warn: () => {} };

/** Opens the store that an installation keeps in this folder. */
export const storeIn = (folder: string, clock: DeviceClock = machineClock): Store =>
  openStore({ folder: join(folder, 'store'), keys: fileKeyProvider(join(folder, 'store.key')), clock });

/** A clock that stands where a test sets it. */
export function settableClock(
  start: Instant,
): DeviceClock & { set(now: Instant): void; pass(minutes: number): void } {
  let now = start;
  let monotonic = 1_000_000;
  return {
    now: () => now,
    monotonicMs: () => monotonic++,
    bootId: 'boot-of-the-test',
    set: (next) => {
      now = next;
    },
    pass: (minutes) => {
      now = instantOfEpoch(epochOf(now) + minutes * 60_000);
      monotonic += minutes * 60_000;
    },
  };
}

/** An enrolment as the district would have given it. */
export function enrolmentOf(kind: Enrolment['kind'], changes: Partial<Enrolment> = {}): Enrolment {
  const counter = demoHall.counters[2];
  const inHall = kind === 'counter' || kind === 'backOffice';
  const at = instantSchema.parse('2026-01-05T01:00:00.000Z');
  return {
    installationId: randomUUID(),
    instanceId: randomUUID(),
    token: 'a-token-that-no-district-gave',
    kind,
    counterId: kind === 'counter' ? (counter?.id ?? null) : null,
    organisationId: inHall ? demoHall.hall.organisationId : demoDepartmentId,
    hallId: inHall ? demoHall.hall.id : null,
    areaCode: '410104009',
    series: '001',
    epoch: 'epoch-1',
    serverTime: at,
    districtKey: testDistrict.publicKey,
    ...changes,
  };
}

/**
 * Makes a folder into an installation that was enrolled before and has since been out of reach of the district;
 * its staff have signed in here today.
 */
export function prepareInstallation(
  folder: string,
  options: { kind?: Enrolment['kind']; clock?: DeviceClock; enrolment?: Partial<Enrolment> } = {},
): string {
  const { kind = 'counter', clock = machineClock } = options;
  const store = storeIn(folder, clock);
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  store.settings.set('privateKey', pair.privateKey.toString('base64'));
  store.settings.set('publicKey', pair.publicKey.toString('base64'));
  store.settings.set('enrolment', enrolmentOf(kind, options.enrolment));
  store.knowledge.publish(publishedReference());
  store.knowledge.publishStaff({
    version: 'staff-1',
    postings: demoHall.staff.map(({ posting }) => posting),
  });
  const { organisationId } = store.knowledge.place();
  store.settings.set(
    'passes',
    Object.fromEntries(
      demoHall.staff
        .filter(({ posting }) => posting.organisationId === organisationId)
        .map(({ posting, password }) => [posting.staffNumber, passFor(posting, password, clock.now())]),
    ),
  );
  store.close();
  return folder;
}

export type Given = Partial<Omit<CoreOptions, 'keys'>> & { folder: string };

/** Opens the core of an installation; without a code it is one that has been prepared as above. */
export async function openInstallation({ folder, ...given }: Given) {
  if (given.enrolmentCode === undefined && !existsSync(join(folder, 'store'))) prepareInstallation(folder);
  return openCore({
    folder: join(folder, 'store'),
    keys: fileKeyProvider(join(folder, 'store.key')),
    districtUrl: nowhere,
    enrolmentCode: null,
    devices: {},
    appVersion: '0.1.0',
    assets: join(import.meta.dirname, '..', '..', 'assets'),
    log: silentLog,
    ...given,
  });
}

/** The routers that an installation at a counter serves. */
export function counterRouters({ routers }: Awaited<ReturnType<typeof openInstallation>>) {
  if (routers.citizen === undefined) throw new Error('this installation is no counter');
  return routers;
}

/** A counter with its routers, a clerk signed in, the district out of reach. */
export async function openCounter(given: Given) {
  const core = await openInstallation(given);
  const routers = counterRouters(core);
  const clerk = createRouterClient(routers.clerk);
  const signedIn = await clerk.signIn({ staffNumber: 'G1001', password: 'demo-G1001' });
  if (signedIn.kind === 'refused') throw new Error(signedIn.refusal.message);
  return {
    ...routers,
    store: core.parts.store,
    /** Takes a case in from nothing; gives its id. */
    receive: async (code?: string): Promise<string> => (await takeCase(clerk, code)).id,
    close: () => core.close(),
  };
}

/** The clerk's contract as a page has it. */
export type ClerkClient = ContractRouterClient<typeof clerkContract>;

type Answer = { kind: 'done' } | { kind: 'refused'; refusal: { code: string; message: string } };

/** What was done; a refusal fails the test with its sentence. */
export async function done<Given extends Answer>(
  answer: Promise<Given> | Given,
): Promise<Extract<Given, { kind: 'done' }>> {
  const given = await answer;
  if (given.kind === 'refused') throw new Error(`refused: ${given.refusal.message}`);
  return given as Extract<Given, { kind: 'done' }>;
}

/** The refusal of what must not be done. */
export async function refusal(answer: Promise<Answer> | Answer): Promise<{ code: string; message: string }> {
  const given = await answer;
  if (given.kind === 'done') throw new Error('this was done, and should not have been');
  return given.refusal;
}

/** Matters of the demo hall, by what tests need of them. */
export const matters = {
  /** 临时救助: sunk, decided by the civil affairs department in 20 working days. */
  sunk: '11410104999900011M4000511104000',
  /** 食品经营许可: received where it is decided, 5 working days. */
  own: '11410104999900097G4000131122000',
} as const;

/** Somebody as a clerk types them. */
export const applicant: ApplicantUnmasked = {
  kind: 'person',
  name: '豫小满',
  idNumber: '41010419900321998X',
  phone: '13812345678',
  address: '河南省郑州市管城回族区清和里8号院2号楼15号',
};

/** Enters a complete draft, for somebody who is received without a ticket where nobody is being received. */
export async function enterDraft(clerk: ClerkClient, code: string = matters.sunk): Promise<void> {
  const opened = await clerk.visits.open();
  if (opened.kind === 'refused' && opened.refusal.code !== 'alreadyOpen')
    throw new Error(opened.refusal.message);
  await done(clerk.draft.setApplicant(applicant));
  await done(clerk.draft.setMatter({ code }));
  await done(clerk.draft.tickAllMaterials());
}

/** Takes a case in from nothing, for a clerk who is signed in. */
export async function takeCase(clerk: ClerkClient, code?: string): Promise<CaseRow> {
  await enterDraft(clerk, code);
  return (await done(clerk.cases.receive())).case;
}

export { uuidv7 };

/** A hand-over at the counter that is signed on paper. */
export const onSite = { method: 'onSite', signature: null, witness: '' } as const;
