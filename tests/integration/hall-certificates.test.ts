import { createPublicKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { memberOfName } from '#shared/identity/hall-member.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import {
  clerk,
  enrolInstallation,
  kiosk,
  makeKeys,
  manager,
  receipt,
  type TestInstallation,
  uuidv7,
} from './installation.ts';

let district: TestDistrict;
let one: TestInstallation;
let two: TestInstallation;
let civil: TestInstallation;
let machine: TestInstallation;
const keys = makeKeys();
const now = () => new Date().toISOString() as Instant;
const errand = (options: Record<string, string | true>) =>
  runErrand(
    district.db.queries,
    { uses: '1', hours: '1', replaces: false, ...options } as never,
    district.url,
    now(),
  );

beforeAll(async () => {
  district = await startDistrict();
  one = await enrolInstallation(district.url, 'CODE-HANGHAI-1', keys);
  two = await enrolInstallation(district.url, 'CODE-HANGHAI-2');
  civil = await enrolInstallation(district.url, 'CODE-CIVIL');
  const said = await errand({ code: 'hanghai-hall' });
  machine = await enrolInstallation(district.url, /登记码：(\S+)/.exec(said)?.[1] ?? '');
});

const hallOf = async ({ client }: TestInstallation, certificateUntil: Instant | null = null) =>
  (await client.pull({ cookie: null, referenceVersion: null, certificateUntil })).hall;

async function certificateOf(installation: TestInstallation): Promise<X509Certificate> {
  const { pem } = (await hallOf(installation))?.certificate ?? { pem: '' };
  return new X509Certificate(pem);
}
const nameIn = (certificate: X509Certificate) =>
  memberOfName((certificate.subjectAltName ?? '').replace(/^URI:/, ''));

describe('the certificate of an installation in a hall', () => {
  it('names its hall, what it is there and the counter, over its own key, by the district’s key', async () => {
    const certificate = await certificateOf(one);
    expect(nameIn(certificate)).toEqual({
      installationId: one.enrolment.installationId,
      ...{ hallId: 'hanghai-hall', kind: 'counter', counterId: 'hanghai-1' },
    });
    expect(certificate.checkPrivateKey(keys.privateKey)).toBe(true);
    const key = Buffer.from(one.enrolment.districtKey ?? '', 'base64');
    expect(certificate.verify(createPublicKey({ key, format: 'der', type: 'spki' }))).toBe(true);
    expect(certificate.verify(certificate.publicKey)).toBe(false);
  });

  it('is renewed at the first contact on another day, and not before', async () => {
    const held = (await hallOf(one))?.certificate;
    expect(held).not.toBeNull();
    expect((await hallOf(one, held?.until))?.certificate).toBeNull();
    district.clock.now = new Date(Date.now() + 25 * 3_600_000);
    const renewed = (await hallOf(one, held?.until))?.certificate;
    district.clock.now = null;
    expect(Date.parse(renewed?.until ?? '')).toBeGreaterThan(Date.parse(held?.until ?? ''));
  });

  it('is given to nobody outside a hall', async () => {
    expect(await hallOf(civil)).toBeNull();
  });

  it('no longer counts, as the others hear, once its installation was revoked', async () => {
    expect((await hallOf(one))?.revoked).toEqual([]);
    await errand({ revoke: two.enrolment.installationId, reason: '电脑遗失' });
    expect((await hallOf(one))?.revoked).toEqual([two.enrolment.installationId]);
  });
});

describe('a ticket kiosk', () => {
  it('enrols by a code of its hall and stands at no counter', async () => {
    expect(machine.enrolment).toMatchObject({ kind: 'kiosk', counterId: null, hallId: 'hanghai-hall' });
    expect(nameIn(await certificateOf(machine))).toMatchObject({ kind: 'kiosk', counterId: null });
  });

  it('sees its own tickets and no case', async () => {
    const id = uuidv7();
    const args = {
      ...{ number: 'A001', categoryId: 'civil', categoryName: '民政社保' },
      ...{ businessDay: now().slice(0, 10), hallId: 'hanghai-hall', holder: null },
    };
    const answer = await machine.push([machine.give('issueTicket', id, args as never, kiosk)]);
    expect(answer).toMatchObject({ kind: 'taken', results: [{ outcome: 'applied' }] });
    const { changes } = await machine.client.pull({ cookie: null, referenceVersion: null });
    expect(changes).toMatchObject([{ kind: 'ticket', id }]);
    expect((await one.client.pull({ cookie: null, referenceVersion: null })).changes).toEqual([]);
  });
});

describe('the back office of a hall', () => {
  let office: TestInstallation;
  const codeFor = async (options: Record<string, string | true>) =>
    /登记码：(\S+)/.exec(await errand(options))?.[1] ?? '';
  beforeAll(async () => {
    office = await enrolInstallation(
      district.url,
      await codeFor({ code: 'hanghai-hall', 'back-office': true }),
    );
  });

  it('enrols by a code of its own and stands at no counter', async () => {
    expect(office.enrolment).toMatchObject({ kind: 'backOffice', counterId: null, hallId: 'hanghai-hall' });
    expect(nameIn(await certificateOf(office))).toMatchObject({ kind: 'backOffice', counterId: null });
    await expect(errand({ code: 'hanghai-1', 'back-office': true })).rejects.toThrow('请写大厅编号');
    await expect(errand({ code: 'hanghai-hall', 'back-office': true, replaces: true })).rejects.toThrow(
      '只用于窗口',
    );
  });

  it('keeps the hall’s queue: what kiosks and counters do in it the district takes from there', async () => {
    const id = uuidv7();
    const counter = { id: 'hanghai-1', name: '1号综合窗口' };
    const hallId = 'hanghai-hall';
    const businessDay = beijingDateOf(now());
    const ticket = {
      ...{ number: 'A001', categoryId: 'civil', categoryName: '民政社保', holder: null },
      ...{ businessDay, hallId },
    };
    const day = uuidv7();
    const weights = { walkIn: 1, booking: 3, priority: 3, returning: 2 };
    const open = { hallId, businessDay, weights, roster: [] };
    const given = [
      office.give('issueTicket', id, ticket as never, kiosk),
      office.give('callTicket', id, { counter }, clerk),
      office.give('openHallDay', day, open, manager, { subject: { kind: 'hallDay', id: day } }),
    ];
    const answer = await office.push(given);
    expect(answer).toMatchObject({ kind: 'taken', results: given.map(() => ({ outcome: 'applied' })) });
    const { changes } = await office.client.pull({
      ...{ protocolVersion: 3, cookie: null, referenceVersion: null },
    });
    expect(changes.map((each) => [each.kind, each.id])).toEqual([
      ['ticket', id],
      ['hallDay', day],
    ]);
  });

  it('takes no case and sees none, whoever acts there', async () => {
    const [visit, file] = [uuidv7(), uuidv7()];
    const answer = await office.push([
      office.give('openVisit', visit, { ticket: null } as never),
      office.give('receiveCase', file, receipt(office)),
    ]);
    if (answer.kind !== 'taken') throw new Error(answer.kind);
    expect(answer.results.map(({ outcome }) => outcome)).not.toContain('applied');
    expect(answer.results.at(-1)).toMatchObject({ outcome: 'refused', refusal: { code: 'notAtCounter' } });
    const taken = one.give('receiveCase', uuidv7(), receipt(one));
    expect(await one.push([taken])).toMatchObject({ results: [{ outcome: 'applied' }] });
    const { changes } = await office.client.pull({ cookie: null, referenceVersion: null });
    expect(changes.map(({ kind }) => kind)).not.toContain('caseFile');
  });
});
