import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Envelope } from '#shared/sync/command.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import {
  chief,
  citizen,
  clerk,
  enrolInstallation,
  outcomes,
  quarantined,
  receipt,
  type TestInstallation,
  uuidv7,
} from './installation.ts';

/** What the district holds back of a batch, for somebody to decide on; the rest of the batch goes on. */
let district: TestDistrict;
let counter: TestInstallation;
let many = 0;
/** Another installation at counter 1, with a chain of its own. */
const another = () => enrolInstallation(district.url, `CODE-MANY-${many++}`);

beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
});

describe('the last day of a posting', () => {
  const morning = '2026-07-01T00:30:00.000Z' as Instant;
  const wang = { actorId: 'wang', postingId: 'p-left', channel: 'counter' } as const;
  /** 16:00 on the last day; the district was last heard at 8:30 of it. */
  const lastDay: Partial<Envelope> = {
    capturedAt: '2026-06-30T08:00:00.000Z' as Instant,
    lastServerTime: '2026-06-30T00:30:00.000Z' as Instant,
    authMode: 'offline',
  };
  /** What becomes of a case that is handed in on the morning after. */
  const handedIn = async (evidence: Partial<Envelope>, sent?: { monotonicMs: number; bootId: string }) => {
    const lone = await another();
    const id = uuidv7();
    district.clock.now = new Date(morning);
    const commands = [
      lone.give('receiveCase', id, receipt(lone), wang, { ...lastDay, ...evidence }),
      lone.give('acceptCase', id, {}, wang, { ...lastDay, ...evidence }),
    ];
    const output = await lone.push(commands, sent && { sent });
    district.clock.now = null;
    const held = await quarantined(district.db, lone);
    return { outcomes: outcomes(output), held: held.map(({ reason }) => reason), id };
  };

  it('is still theirs when the line comes back on the day after: what they took in stands', async () => {
    const overnight = { monotonicMs: 30_000 + 16.5 * 3_600_000, bootId: 'one-boot' };
    const { outcomes: seen, id } = await handedIn({ bootId: 'one-boot' }, overnight);
    expect(seen).toEqual(['applied', 'applied']);
    // The clock of a sunk matter begins with the upload all the same.
    const { state } = await district.db.queries
      .selectFrom('case_file')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
    expect(state).toMatchObject({ status: 'accepted', received: { uploadedAt: morning } });
  });

  it('and where the machine was off overnight, which leaves it open, the applicant has the doubt', async () => {
    const seen = await handedIn({ bootId: 'yesterday', lastServerMonotonicMs: null });
    expect(seen.outcomes).toEqual(['applied', 'applied']);
  });

  it('what was done after it is held back, and so is what a clock that was set back would date before', async () => {
    const after = await handedIn({ capturedAt: '2026-07-01T00:10:00.000Z' as Instant });
    expect(after).toMatchObject({ outcomes: ['quarantined', 'quarantined'], held: ['notPosted', 'follows'] });
    const setBack = await handedIn({ lastServerTime: '2026-07-01T00:00:00.000Z' as Instant });
    expect(setBack).toMatchObject({ outcomes: ['quarantined', 'quarantined'] });
  });
});

describe('quarantine', () => {
  it('takes what cannot be read, and the sequence goes on', async () => {
    const lone = await another();
    const id = uuidv7();
    const unreadable = { extra: 1 } as object;
    const output = await lone.push([
      lone.give('receiveCase', id, receipt(lone)),
      lone.give('acceptCase', id, {}, clerk, unreadable),
      lone.give('acceptCase', id, { surprise: true } as never),
      lone.give('dance\0' as never, id, {} as never),
      lone.give('acceptCase', id, {}),
    ]);
    expect(outcomes(output)).toEqual(['applied', 'quarantined', 'quarantined', 'quarantined', 'applied']);
    expect(await quarantined(district.db, lone)).toEqual([
      { seq: 2, reason: 'unreadable' },
      { seq: 3, reason: 'unreadable' },
      { seq: 4, reason: 'unreadable' },
    ]);
  });

  it('takes what somebody gave who has no such posting, is somebody else, or whose posting has ended', async () => {
    const give = (who: typeof clerk) => counter.give('receiveCase', uuidv7(), receipt(counter), who);
    const output = await counter.push([
      give({ ...clerk, postingId: 'p-none' }),
      give({ ...clerk, actorId: 'li' }),
      give({ ...clerk, actorId: 'wang', postingId: 'p-left' }),
      give({ ...clerk, postingId: null }),
      give(citizen),
      give(chief),
    ]);
    expect(outcomes(output)).toEqual([
      'quarantined',
      'quarantined',
      'quarantined',
      'quarantined',
      'notAuthorised',
      // A chief representative signs off at the department's desk, and acts at no counter.
      'quarantined',
    ]);
  });

  it('takes what the database cannot hold, and its neighbours stand', async () => {
    const lone = await another();
    const [first, second] = [uuidv7(), uuidv7()];
    const output = await lone.push([
      lone.give('receiveCase', first, receipt(lone, '零\u0000字')),
      lone.give('receiveCase', second, receipt(lone)),
    ]);
    expect(outcomes(output)).toEqual(['quarantined', 'applied']);
  });

  it('takes a case number that is taken already', async () => {
    const lone = await another();
    const args = receipt(lone);
    const output = await lone.push([
      lone.give('receiveCase', uuidv7(), args),
      lone.give('receiveCase', uuidv7(), args),
    ]);
    expect(outcomes(output)).toEqual(['applied', 'quarantined']);
  });

  it('takes whatever a revoked installation still brings, which otherwise gets no answer', async () => {
    const lone = await another();
    await district.db.pool.query('update installation set revoked_at = now() where id = $1', [
      lone.enrolment.installationId,
    ]);
    expect(outcomes(await lone.push([lone.give('receiveCase', uuidv7(), receipt(lone))]))).toEqual([
      'quarantined',
    ]);
    await expect(lone.client.pull({ cookie: null, referenceVersion: null })).rejects.toMatchObject({
      status: 403,
    });
  });
});
