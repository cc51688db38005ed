import { beforeAll, describe, expect, it } from 'vitest';
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { Instant } from '#shared/clock/beijing.ts';
import { protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import { keepKey } from '../../src-server/identity/person-key.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import {
  chief,
  citizen,
  clerk,
  enrolInstallation,
  type Keys,
  kiosk,
  makeKeys,
  manager,
  outcomes,
  quarantined,
  receipt,
  type TestInstallation,
  uuidv7,
} from './installation.ts';

let district: TestDistrict;
let counter: TestInstallation;
let civil: TestInstallation;
let many = 0;
const chiefKeys = makeKeys();
/** Another installation at counter 1, with a chain of its own to break. */
const another = () => enrolInstallation(district.url, `CODE-MANY-${many++}`);

beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  civil = await enrolInstallation(district.url, 'CODE-CIVIL');
  await keepKey(
    district.db.queries,
    'li',
    { publicKey: chiefKeys.publicKey, sealedKey: '' },
    '2026-01-01T00:00:00.000Z' as Instant,
  );
});

const eventsOf = async (id: string) => {
  const { rows } = await district.db.pool.query<{ event: { type: string } }>(
    'select event from event where subject_id = $1 order by revision, position',
    [id],
  );
  return rows.map((row) => row.event.type);
};
const caseOf = async (id: string) => {
  const { rows } = await district.db.pool.query<{ state: CaseFile }>(
    'select state from case_file where id = $1',
    [id],
  );
  return rows[0]?.state;
};
const alarms = () =>
  district.logged.filter((line) => line.includes('"alarm"')).map((line) => JSON.parse(line).alarm);

describe('a batch of commands', () => {
  it('is applied in order, from the ticket to the delivered result', async () => {
    const [ticket, visit, id] = [uuidv7(), uuidv7(), uuidv7()];
    const output = await counter.push([
      counter.give(
        'issueTicket',
        ticket,
        {
          number: 'A001',
          categoryId: 'civil',
          categoryName: '民政社保',
          businessDay: '2026-09-22' as never,
          hallId: 'hanghai-hall',
          holder: null,
          ...{
            also: [],
            matters: [],
            lane: 'walkIn',
            priority: null,
            booking: null,
            serviceMode: 'counter',
            token: null,
          },
        },
        kiosk,
      ),
      counter.give('callTicket', ticket, { counterName: '1号综合窗口' }),
      counter.give('arriveTicket', ticket, { visitId: visit }),
      counter.give('openVisit', visit, {
        ticketId: ticket,
        ticketNumber: 'A001',
        serviceMode: 'counter',
        firstReceiver: null,
      }),
      counter.give('confirmEntries', visit, { digest: `sha256:${'a'.repeat(64)}` }, citizen),
      counter.give('receiveCase', id, receipt(counter)),
      counter.give('acceptCase', id, {}),
    ]);
    expect(outcomes(output)).toEqual(Array(7).fill('applied'));
    const decided = await civil.push([
      civil.give('signOffCase', id, { outcome: 'approved', opinion: '同意' }, chief, {}, chiefKeys),
    ]);
    expect(outcomes(decided)).toEqual(['applied']);
    const recipient = {
      salt: 'sixteen-characters-of-salt',
      personal: { name: '赵小明', relation: 'self' as const },
    };
    const delivered = await counter.push([
      counter.give('issueResult', id, {}),
      counter.give('deliverResult', id, { method: 'onSite', recipient }),
    ]);
    expect(outcomes(delivered)).toEqual(['applied', 'applied']);
    expect(await eventsOf(id)).toEqual([
      'CaseReceived',
      'CaseAccepted',
      'CaseSignedOff',
      'ResultIssued',
      'ResultDelivered',
    ]);
    expect(await caseOf(id)).toMatchObject({ status: 'delivered', revision: 5 });
  });

  it('a case lies as it is in its row: PostgreSQL spends nothing on pressing it together', async () => {
    const id = uuidv7();
    await counter.push([counter.give('receiveCase', id, receipt(counter))]);
    const { rows } = await district.db.pool.query<{ bytes: number; compression: string | null }>(
      'select pg_column_size(state) as bytes, pg_column_compression(state) as compression from case_file where id = $1',
      [id],
    );
    expect(rows).toEqual([{ bytes: expect.any(Number), compression: null }]);
    // Beyond this PostgreSQL would, if it were not told.
    expect(rows[0]?.bytes).toBeGreaterThan(2_000);
  });

  it('stamps with the server’s clock, whatever the counter’s clock says', async () => {
    const id = uuidv7();
    district.clock.now = new Date('2026-09-22T03:00:00.000Z');
    const capturedAt = '2031-01-01T00:00:00.000Z' as never;
    await counter.push([counter.give('receiveCase', id, receipt(counter), clerk, { capturedAt })]);
    district.clock.now = null;
    expect(await caseOf(id)).toMatchObject({
      matter: { sunk: true },
      received: { capturedAt, uploadedAt: '2026-09-22T03:00:00.000Z', notAfter: '2026-09-22T02:59:30.000Z' },
    });
  });

  it('sent again gives the same results and applies nothing twice', async () => {
    const id = uuidv7();
    const batch = counter.batchOf([
      counter.give('receiveCase', id, receipt(counter)),
      counter.give('signOffCase', id, { outcome: 'approved', opinion: '同意' }, chief),
    ]);
    const first = await counter.client.push(batch);
    expect(outcomes(first)).toEqual(['applied', 'quarantined']);
    const again = await counter.client.push(batch);
    expect(again.kind === 'taken' && again.results).toEqual(first.kind === 'taken' && first.results);
    expect(await eventsOf(id)).toEqual(['CaseReceived']);
  });

  it('may overlap what was taken already', async () => {
    const id = uuidv7();
    const first = counter.give('receiveCase', id, receipt(counter));
    const second = counter.give('acceptCase', id, {});
    await counter.push([first]);
    expect(outcomes(await counter.push([first, second]))).toEqual(['applied', 'applied']);
    expect(await eventsOf(id)).toEqual(['CaseReceived', 'CaseAccepted']);
  });

  it('sent twice at the same time is applied once', async () => {
    const id = uuidv7();
    const batch = counter.batchOf([counter.give('receiveCase', id, receipt(counter))]);
    const both = await Promise.all([counter.client.push(batch), counter.client.push(batch)]);
    expect(both.map(outcomes)).toEqual([['applied'], ['applied']]);
    expect(await eventsOf(id)).toEqual(['CaseReceived']);
  });

  it('with a gap is not taken, and the server says what it expects', async () => {
    const lone = await another();
    const first = lone.give('receiveCase', uuidv7(), receipt(lone));
    const second = lone.give('receiveCase', uuidv7(), receipt(lone));
    expect(await lone.push([second])).toMatchObject({ kind: 'expected', seq: 1 });
    expect(outcomes(await lone.push([first, second]))).toEqual(['applied', 'applied']);
  });
});

describe('a refusal', () => {
  it('of the business advances the sequence, and its neighbours stand', async () => {
    const [good, bad] = [uuidv7(), uuidv7()];
    const output = await counter.push([
      counter.give('receiveCase', good, receipt(counter)),
      counter.give('receiveCase', bad, { ...receipt(counter), materials: [] }),
      counter.give('acceptCase', bad, {}),
      counter.give('acceptCase', good, {}),
    ]);
    expect(outcomes(output)).toEqual(['applied', 'materialsMissing', 'caseUnknown', 'applied']);
    expect(await eventsOf(good)).toEqual(['CaseReceived', 'CaseAccepted']);
    expect(await caseOf(bad)).toBeUndefined();
  });

  it('meets a matter version that was never published', async () => {
    const args = { ...receipt(counter), matterVersion: 7 };
    const output = await counter.push([counter.give('receiveCase', uuidv7(), args)]);
    expect(outcomes(output)).toEqual(['matterUnknown']);
  });
});

describe('a broken chain', () => {
  it('is refused whole and raises an alarm: other arguments under the old hash', async () => {
    const lone = await another();
    const [first, second] = [uuidv7(), uuidv7()];
    const whole = [
      lone.give('receiveCase', first, receipt(lone)),
      lone.give('receiveCase', second, receipt(lone)),
    ];
    const altered = whole.map((command, index) =>
      index === 1 ? { ...command, args: receipt(lone, '钱某') } : command,
    );
    district.logged.length = 0;
    expect(await lone.push(altered)).toMatchObject({ kind: 'chainBroken', seq: 2 });
    expect(alarms()).toEqual(['chainBroken']);
    expect(await caseOf(first)).toBeUndefined();
    expect(outcomes(await lone.push(whole))).toEqual(['applied', 'applied']);
  });

  it('is refused: another command in the place of one that was taken', async () => {
    const lone = await another();
    const command = lone.give('receiveCase', uuidv7(), receipt(lone));
    await lone.push([command]);
    expect(await lone.push([{ ...command, capturedAt: '2026-01-01T00:00:00.000Z' }])).toMatchObject({
      kind: 'chainBroken',
      seq: 1,
    });
  });

  it('is refused: a command that does not follow the last one', async () => {
    const lone = await another();
    const prevHash = `sha256:${'f'.repeat(64)}`;
    const command = lone.give('receiveCase', uuidv7(), receipt(lone), clerk, { prevHash });
    expect(await lone.push([command])).toMatchObject({ kind: 'chainBroken', seq: 1 });
  });

  it('is refused: another instance', async () => {
    const lone = await another();
    const command = lone.give('receiveCase', uuidv7(), receipt(lone));
    expect(await lone.push([command], { instanceId: uuidv7() })).toMatchObject({ kind: 'chainBroken' });
  });

  it('a batch signed by another key is refused', async () => {
    const [one, two] = [await another(), await another()];
    const batch = one.batchOf([one.give('receiveCase', uuidv7(), receipt(one))]);
    district.logged.length = 0;
    await expect(two.client.push({ ...batch, instanceId: two.enrolment.instanceId })).rejects.toMatchObject({
      status: 403,
    });
    expect(alarms()).toEqual(['badSignature']);
    await expect(one.client.push({ ...batch, signature: 'ed25519:AAAA' })).rejects.toMatchObject({
      status: 403,
    });
    expect(outcomes(await one.client.push(batch))).toEqual(['applied']);
  });
});

describe('a sign-off', () => {
  const signOff = (id: string, keys?: Keys) =>
    civil.give('signOffCase', id, { outcome: 'approved', opinion: '同意' }, chief, {}, keys);

  it('counts with the signature of its person only; another’s, or none, is held back', async () => {
    const [one, two, three] = [uuidv7(), uuidv7(), uuidv7()];
    await counter.push(
      [one, two, three].flatMap((id) => [
        counter.give('receiveCase', id, receipt(counter)),
        counter.give('acceptCase', id, {}),
      ]),
    );
    const output = await civil.push([signOff(one), signOff(two, makeKeys()), signOff(three, chiefKeys)]);
    expect(outcomes(output)).toEqual(['quarantined', 'quarantined', 'applied']);
    expect(await quarantined(district.db, civil)).toMatchObject([
      { reason: 'badSignature' },
      { reason: 'badSignature' },
    ]);
    expect((await caseOf(one))?.status).toBe('accepted');
    expect(alarms()).toContain('badPersonSignature');
  });
});

describe('a command id', () => {
  it('that was decided under another number is answered as it was then', async () => {
    const id = uuidv7();
    const before = counter.give('receiveCase', id, receipt(counter));
    const then = await counter.push([before]);
    // The same PC after a restore: enrolled anew, its old commands in a new chain.
    const restored = await another();
    const { commandId } = before;
    const again = restored.give('receiveCase', id, before.args as ReturnType<typeof receipt>, clerk, {
      commandId,
    });
    const output = await restored.push([again]);
    const result = then.kind === 'taken' ? then.results[0] : undefined;
    expect(output.kind === 'taken' && output.results).toEqual([{ ...result, seq: 1 }]);
    expect(await eventsOf(id)).toEqual(['CaseReceived']);
  });

  it('of another command is quarantined', async () => {
    const first = counter.give('receiveCase', uuidv7(), receipt(counter));
    const { commandId } = first;
    const second = counter.give('receiveCase', uuidv7(), receipt(counter), clerk, { commandId });
    expect(outcomes(await counter.push([first, second]))).toEqual(['applied', 'quarantined']);
  });
});

describe('an installation that goes around the counter (M10)', () => {
  const sign = (id: string) =>
    civil.give('signOffCase', id, { outcome: 'approved', opinion: '同意' }, chief, {}, chiefKeys);
  const approval = { reason: '情况紧急，同意。', document: '管急〔2026〕1号' };

  it('at a department receives nothing, and decides and issues nothing of what it made up', async () => {
    const id = uuidv7();
    const output = await civil.push([
      civil.give('receiveCase', id, receipt(civil), chief),
      sign(id),
      civil.give('issueResult', id, {}, chief),
    ]);
    expect(outcomes(output)).toEqual(['notAuthorised', 'caseUnknown', 'notAuthorised']);
    expect(await eventsOf(id)).toEqual([]);
  });

  it('is refused the decision on a case from outside the hall until both approvals are on file', async () => {
    const id = uuidv7();
    await counter.push([
      counter.give('receiveCase', id, receipt(counter)),
      counter.give('acceptCase', id, {}),
      counter.give('declareOutside', id, { reason: '在病房收取材料。' }),
    ]);
    expect(outcomes(await civil.push([sign(id)]))).toEqual(['outsideNotApproved']);
    const half = [civil.give('approveOutside', id, approval, chief), sign(id)];
    expect(outcomes(await civil.push(half))).toEqual(['applied', 'outsideNotApproved']);
    // The clerk who declared it is no centre, and nobody is two persons.
    const forged = await counter.push([
      counter.give('approveOutside', id, approval),
      counter.give('issueResult', id, {}),
    ]);
    expect(outcomes(forged)).toEqual(['notAuthorised', 'wrongStep']);
    expect((await caseOf(id))?.decision).toBeNull();
    expect(outcomes(await counter.push([counter.give('approveOutside', id, approval, manager)]))).toEqual([
      'applied',
    ]);
    expect(outcomes(await civil.push([sign(id)]))).toEqual(['applied']);
    expect((await caseOf(id))?.outside?.approvals).toMatchObject({
      department: { by: 'li', document: '管急〔2026〕1号' },
      centre: { by: 'wang' },
    });
  });
});

describe('the wire', () => {
  it('says which versions it speaks', async () => {
    const lone = await another();
    const command = lone.give('receiveCase', uuidv7(), receipt(lone));
    const answer = { kind: 'versionNotSupported', oldest: 1, newest: protocolVersion };
    expect(await lone.push([command], { protocolVersion: protocolVersion + 1 })).toMatchObject(answer);
    expect(await lone.push([command], { schemaVersion: schemaVersion + 1 })).toMatchObject(answer);
    expect(outcomes(await lone.push([command]))).toEqual(['applied']);
  });

  it('takes commands on one case from two installations at once', async () => {
    const ids = Array.from({ length: 8 }, () => uuidv7());
    await counter.push(ids.map((id) => counter.give('receiveCase', id, receipt(counter))));
    const lone = await enrolInstallation(district.url, 'CODE-HANGHAI-2');
    const [forward, backward] = [ids, [...ids].reverse()];
    const both = await Promise.all([
      counter.push(forward.map((id) => counter.give('acceptCase', id, {}))),
      lone.push(backward.map((id) => lone.give('acceptCase', id, {}))),
    ]);
    expect(both.flatMap(outcomes).sort()).toEqual([
      ...Array(8).fill('applied'),
      ...Array(8).fill('wrongStep'),
    ]);
  });
});
