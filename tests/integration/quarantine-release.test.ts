import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import type { PushInput, PushOutput } from '#shared/contracts/district.ts';
import { cost } from '#shared/identity/memory-hard.ts';
import type { Pass } from '#shared/identity/pass.ts';
import { formatSealedKey } from '#shared/identity/sealed-key.ts';
import { districtFile, startDistrict, type TestDistrict } from './district.ts';
import {
  chief,
  clerk,
  enrolInstallation,
  type Keys,
  makeKeys,
  receipt,
  type TestInstallation,
  uuidv7,
} from './installation.ts';
import { isWaitedFor } from './postgres.ts';

let district: TestDistrict;
let counter: TestInstallation;
let civil: TestInstallation;
let office: TestInstallation;

/** Has the form of a sealed key; nobody opens it here. */
const sealed = formatSealedKey({ cost, salt: 'A'.repeat(22), nonce: 'A'.repeat(16), text: 'A'.repeat(64) });

const security = { actorId: 'zhou', postingId: 'p-security', channel: 'office' } as const;
const file = {
  ...districtFile,
  staff: [
    ...districtFile.staff,
    {
      ...{ postingId: 'p-security', personId: 'zhou', staffNumber: 'G3001', name: '周安' },
      ...{ role: 'securityAdmin' as const, organisationId: 'guancheng', from: '2026-01-01', to: null },
    },
  ],
  enrolmentCodes: [
    ...districtFile.enrolmentCodes,
    {
      ...{ code: 'CODE-OFFICE', kind: 'office' as const, counterId: null },
      ...{ organisationId: 'guancheng', hallId: null, areaCode: '410104000' },
    },
  ],
};

beforeAll(async () => {
  district = await startDistrict(file as unknown as typeof districtFile);
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  civil = await enrolInstallation(district.url, 'CODE-CIVIL');
  office = await enrolInstallation(district.url, 'CODE-OFFICE');
});

const ask = async <Row extends object>(text: string, ...values: unknown[]) =>
  (await district.db.pool.query<Row>(text, values)).rows;
const outcomes = (output: PushOutput) =>
  output.kind === 'taken' ? output.results.map(({ outcome }) => outcome) : output.kind;
const statusOf = async (id: string) =>
  (await ask<{ status: string }>(`select state ->> 'status' as status from case_file where id = $1`, id))[0]
    ?.status;
const heldBack = async (subjectId: string) => {
  const [item] = await ask<{ id: string; reason: string }>(
    `select id, state ->> 'reason' as reason from quarantine_item
     where state -> 'given' ->> 'subjectId' = $1 and state ->> 'status' = 'held'`,
    subjectId,
  );
  if (item === undefined) throw new Error('nothing is held back about it');
  return item;
};
const release = (itemId: string) => {
  const envelope = office.give(
    'disposeQuarantined' as never,
    itemId,
    { outcome: 'released', reason: '核实无误。' } as never,
    security,
    { subject: { kind: 'quarantine', id: itemId }, baseRevision: 1 },
  );
  return office.push([envelope]);
};
async function acceptedCase(): Promise<string> {
  const id = uuidv7();
  await counter.push([counter.give('receiveCase', id, receipt(counter)), counter.give('acceptCase', id, {})]);
  return id;
}

describe('a district that was restored from before the first sign-in of a chief representative', () => {
  const keys = makeKeys();
  let pass: Pass;

  beforeAll(async () => {
    const answer = await civil.client.signIn({
      ...{ staffNumber: 'G2001', password: 'li-secret' },
      key: { publicKey: keys.publicKey, sealedKey: sealed },
    });
    if (answer.kind !== 'done' || answer.pass === null) throw new Error('the district signed no pass');
    pass = answer.pass;
    await ask(`delete from person_key where person_id = 'li'`);
    await ask(`update district set restored_at = now()`);
  });

  const signOff = (id: string, by: Keys = keys) =>
    civil.give('signOffCase', id, { outcome: 'approved', opinion: '同意' }, chief, {}, by);
  const pushed = async (id: string, passes: PushInput['passes'], by?: Keys) =>
    outcomes(await civil.push([signOff(id, by)], { passes }));
  const forgotten = () => ask(`delete from person_key where person_id = 'li'`);

  it('takes their sign-off with the pass that it once signed itself', async () => {
    const id = await acceptedCase();
    expect(await pushed(id, [pass])).toEqual(['applied']);
    expect(await statusOf(id)).toBe('decided');
    await forgotten();
  });

  it.each<[string, () => Pass]>([
    ['somebody has altered', () => ({ ...pass, publicKey: makeKeys().publicKey })],
    ['another district has signed', () => ({ ...pass, district: `sha256:${'0'.repeat(64)}` })],
    ['names a later time', () => ({ ...pass, issuedAt: '2099-01-01T00:00:00.000Z' as Instant })],
  ])('learns nothing from a pass that %s', async (_, made) => {
    expect(await pushed(await acceptedCase(), [made()])).toEqual(['quarantined']);
    expect(await ask(`select 1 from person_key where person_id = 'li'`)).toEqual([]);
  });

  it('takes no other person’s signature with it, and lets the key end with the pass', async () => {
    expect(await pushed(await acceptedCase(), [pass], makeKeys())).toEqual(['quarantined']);
    const [key] = await ask<{ until: Date }>(`select until from person_key where person_id = 'li'`);
    expect(key?.until.toISOString()).toBe(pass.validUntil);
    await forgotten();
  });

  it('held back for want of the key, a sign-off is applied when it is released after the key has come', async () => {
    const [early, other] = [await acceptedCase(), await acceptedCase()];
    expect(await pushed(early, [])).toEqual(['quarantined']);
    const item = await heldBack(early);
    expect(item.reason).toBe('badSignature');
    expect(await pushed(other, [pass])).toEqual(['applied']);
    expect(outcomes(await release(item.id))).toEqual(['applied']);
    expect(await statusOf(early)).toBe('decided');
  });

  it('one that nobody signed stays without effect, whoever releases it', async () => {
    const id = await acceptedCase();
    expect(await pushed(id, [pass], makeKeys())).toEqual(['quarantined']);
    expect(outcomes(await release((await heldBack(id)).id))).toEqual(['applied']);
    expect(await statusOf(id)).toBe('accepted');
    const [refused] = await ask(
      `select outcome, refusal ->> 'code' as code from command where envelope -> 'subject' ->> 'id' = $1
       and envelope ->> 'name' = 'signOffCase'`,
      id,
    );
    expect(refused).toEqual({ outcome: 'refused', code: 'notSigned' });
  });
});

describe('a merge that was held back', () => {
  it('waits at its release for whoever is at work on the other case', async () => {
    const [one, two] = [uuidv7(), uuidv7()];
    await counter.push([one, two].map((id) => counter.give('receiveCase', id, receipt(counter, '钱一人'))));
    const merge = counter.give(
      'mergeCases',
      one,
      { into: two, reason: '同一申请收了两次。' },
      // Of a posting that nobody has: it is held back.
      { ...clerk, postingId: 'p-none' },
    );
    expect(outcomes(await counter.push([merge]))).toEqual(['quarantined']);
    const item = await heldBack(one);
    const other = await district.db.pool.connect();
    try {
      await other.query('begin');
      await other.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [two]);
      let done = false;
      const releasing = release(item.id).then((output) => {
        done = true;
        return output;
      });
      await isWaitedFor(other);
      expect(done).toBe(false);
      await other.query('commit');
      expect(outcomes(await releasing)).toEqual(['applied']);
    } finally {
      other.release();
    }
  });
});
