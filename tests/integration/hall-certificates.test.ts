import { createPublicKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import { memberOfName } from '#shared/identity/hall-member.ts';
import { runErrand } from '../../src-server/identity/errands.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, kiosk, makeKeys, type TestInstallation, uuidv7 } from './installation.ts';

let district: TestDistrict;
let one: TestInstallation;
let two: TestInstallation;
let civil: TestInstallation;
let machine: TestInstallation;
const keys = makeKeys();
const now = () => new Date().toISOString() as Instant;
const errand = (options: Record<string, string>) =>
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
