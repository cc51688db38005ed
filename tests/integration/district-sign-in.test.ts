import { createRouterClient } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { openLog } from '../../src-server/log.ts';
import { buildServer } from '../../src-server/server.ts';
import { type Cable, startCable } from '../support/cable.ts';
import { done, openInstallation, refusal, silentLog } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { startDistrict, type TestDistrict } from './district.ts';
import { districtClient, enrolInstallation, makeKeys, type TestInstallation } from './installation.ts';

let district: TestDistrict;
beforeAll(async () => {
  district = await startDistrict();
});

const right = { staffNumber: 'G1001', password: 'zhang-secret' };
const wrong = { staffNumber: 'G1001', password: 'not-it' };
const codeOf = async (answer: Parameters<typeof refusal>[0]) => (await refusal(answer)).code;
/** Everything that the district has counted so far is forgotten. */
const fresh = () => district.db.queries.deleteFrom('sign_in_attempt').execute();

describe('a sign-in at the district', () => {
  let here: TestInstallation;
  let elsewhere: TestInstallation;
  beforeAll(async () => {
    here = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
    elsewhere = await enrolInstallation(district.url, 'CODE-HANGHAI-2');
  });

  it('gives the posting that the person holds today, at the place where they ask', async () => {
    expect(await here.client.signIn(right)).toMatchObject({
      kind: 'done',
      posting: { postingId: 'p-clerk', personId: 'zhang', role: 'clerk' },
    });
    expect(await codeOf(here.client.signIn({ staffNumber: 'G2001', password: 'li-secret' }))).toBe(
      'postedElsewhere',
    );
  });

  it('says the same of a wrong password and of an unknown number, and takes as long', async () => {
    const timed = async (staffNumber: string) => {
      const before = performance.now();
      const answer = await refusal(here.client.signIn({ staffNumber, password: 'not-it' }));
      return { answer, ms: performance.now() - before };
    };
    const known = await timed('G1001');
    const unknown = await timed('G9999');
    expect(known.answer.code).toBe('signInFailed');
    expect(unknown.answer).toEqual(known.answer);
    expect(unknown.ms).toBeGreaterThan(100);
    await fresh();
  });

  it('refuses whoever has no posting today', async () => {
    const wang = { staffNumber: 'G1002', password: 'wang-secret' };
    district.clock.now = new Date('2026-07-01T01:00:00.000Z');
    expect(await codeOf(here.client.signIn(wang))).toBe('notPosted');
    // The evening of 30 June in Beijing: the last day of the posting.
    district.clock.now = new Date('2026-06-30T15:59:59.000Z');
    expect(await here.client.signIn(wang)).toMatchObject({ kind: 'done' });
    district.clock.now = null;
  });

  it('keeps a person’s first key, and no other that comes later', async () => {
    const key = (letter: string) => ({
      publicKey: makeKeys().publicKey,
      sealedKey: `scrypt-aes256gcm$16,1,1$${letter.repeat(16)}$${letter.repeat(16)}$${letter.repeat(64)}`,
    });
    expect(await here.client.signIn(right)).toMatchObject({ pass: null });
    const first = key('A');
    const answers = await Promise.all([
      here.client.signIn({ ...right, key: first }),
      elsewhere.client.signIn({ ...right, key: key('B') }),
    ]);
    const held = answers.map((answer) => answer.kind === 'done' && answer.pass?.publicKey);
    expect(new Set(held).size).toBe(1);
    expect(await here.client.signIn({ ...right, key: key('C') })).toMatchObject({
      pass: { publicKey: held[0], staffNumber: 'G1001', name: '张敏' },
    });
    await district.db.queries.deleteFrom('person_key').execute();
  });

  it('five times wrong locks the person here, on every node and over a restart, and not elsewhere', async () => {
    await fresh();
    for (const _ of Array(5)) expect(await codeOf(here.client.signIn(wrong))).toBe('signInFailed');
    const locked = await refusal(here.client.signIn(right));
    expect(locked.code).toBe('lockedOut');
    expect(locked.message).toMatch(/^密码多次输错，这个工号已暂停登录，\d\d:\d\d后再试。/);

    const node = buildServer({
      db: district.db,
      log: openLog({ write: () => undefined }),
      blobFolder: tempFolder(),
    });
    const url = await node.listen({ host: '127.0.0.1', port: 0 });
    const other = districtClient(url, () => here.enrolment.token);
    expect(await codeOf(other.signIn(right))).toBe('lockedOut');
    await node.close();

    expect(await elsewhere.client.signIn(right)).toMatchObject({ kind: 'done' });
    district.clock.now = new Date(Date.now() + 15 * 60_000);
    expect(await here.client.signIn(right)).toMatchObject({ kind: 'done' });
    district.clock.now = null;
    await fresh();
  });

  it('is counted for numbers that nobody has as well, until the computer is locked', async () => {
    for (let number = 0; number < 20; number += 1)
      await refusal(here.client.signIn({ staffNumber: `G${7000 + number}`, password: 'x' }));
    expect((await refusal(here.client.signIn(right))).message).toMatch(/这台电脑已暂停登录/);
    expect(await elsewhere.client.signIn(right)).toMatchObject({ kind: 'done' });
    await fresh();
  });

  it('goes on at honest desks while one computer guesses without end', async () => {
    const quiet = performance.now();
    expect(await elsewhere.client.signIn(right)).toMatchObject({ kind: 'done' });
    const quietMs = performance.now() - quiet;
    // Turned away before anybody reads them (429), at the door of the password check, or by it.
    const guesses = Array.from({ length: 60 }, () =>
      codeOf(here.client.signIn(wrong)).catch((error: { code: string }) => error.code),
    );
    const before = performance.now();
    expect(await elsewhere.client.signIn(right)).toMatchObject({ kind: 'done' });
    const ms = performance.now() - before;
    const codes = await Promise.all(guesses);
    expect(codes.filter((code) => code === 'signInFailed').length).toBeLessThanOrEqual(5);
    const turnedAway = ['signInFailed', 'lockedOut', 'busy', 'TOO_MANY_REQUESTS'];
    expect(codes.filter((code) => !turnedAway.includes(code))).toEqual([]);
    // A desk gives the district five seconds; on a machine where a quiet sign-in takes long already, more than that.
    expect(ms).toBeLessThan(Math.max(4_000, 10 * quietMs));
    await fresh();
  });

  it('leaves no password and no private key in clear, in the database or the log', async () => {
    const { rows } = await district.db.pool.query(
      `select (select string_agg(t::text, ' ') from person_key t) || (select string_agg(t::text, ' ') from sign_in_attempt t)
        || (select string_agg(t::text, ' ') from person_password t) as everything`,
    );
    expect(JSON.stringify([rows, district.logged])).not.toMatch(/secret|not-it/);
  });
});

describe('a counter and its district', () => {
  let cable: Cable;
  let core: Awaited<ReturnType<typeof openInstallation>>;
  let folder: string;
  const clerkOf = ({ routers }: typeof core) => {
    if (routers.clerk === undefined) throw new Error('no counter');
    return createRouterClient(routers.clerk);
  };
  const start = (code: string | null) =>
    openInstallation({ folder, districtUrl: cable.url, enrolmentCode: code, log: silentLog });

  beforeAll(async () => {
    cable = await startCable(district.url);
    folder = tempFolder();
    core = await start('CODE-MANY-0');
    return async () => {
      await core.close();
    };
  });

  it('the first sign-in makes the person’s key, which the district keeps sealed; the next finds it there', async () => {
    await done(clerkOf(core).signIn(right));
    const { signedIn, store } = core.parts;
    expect(signedIn.acting()).toMatchObject({ authMode: 'online', actor: { actorId: 'zhang' } });
    const held = store.settings.get('passes')?.G1001;
    const [row] = await district.db.queries.selectFrom('person_key').selectAll().execute();
    expect(row).toMatchObject({ person_id: 'zhang', public_key: held?.publicKey, until: null });
    const signature = signedIn.acting()?.sign('text');
    await done(clerkOf(core).signOut());
    await done(clerkOf(core).signIn(right));
    expect(signedIn.acting()?.sign('text')).toBe(signature);
    expect(await district.db.queries.selectFrom('person_key').selectAll().execute()).toHaveLength(1);
  });

  it('out of its reach the pass of that sign-in lets them in, over a restart', async () => {
    await done(clerkOf(core).signOut());
    cable.unplug();
    await done(clerkOf(core).signIn(right));
    expect(core.parts.signedIn.acting()?.authMode).toBe('offline');
    await core.close();
    core = await start(null);
    await done(clerkOf(core).signIn(right));
    expect(await codeOf(clerkOf(core).signIn(wrong))).toBe('wrongPassword');
    cable.plugIn();
  });

  it('a page of the network that says it is the district is not the district, and opens nothing', async () => {
    cable.spoil('/v1/sign-ins', 'portal');
    await done(clerkOf(core).signIn(right));
    expect(core.parts.signedIn.acting()?.authMode).toBe('offline');
    expect(core.parts.store.settings.get('refusedByDistrict')).toBeNull();
  });

  it('another key in an answer does not take the place of the district’s', async () => {
    const { store } = core.parts;
    const pinned = store.settings.get('districtKey');
    expect(pinned).not.toBeNull();
    await district.db.queries
      .updateTable('district')
      .set({ pass_public_key: null, pass_private_key: null })
      .execute();
    await done(clerkOf(core).signIn(right));
    expect(store.settings.get('districtKey')).toBe(pinned);
    expect(core.parts.signedIn.acting()?.authMode).toBe('online');
  });

  it('that has revoked it lets nobody in, and pulling the cable afterwards changes nothing', async () => {
    const id = core.parts.store.settings.get('enrolment')?.installationId ?? '';
    const revoke = (at: Date | null) =>
      district.db.queries.updateTable('installation').set({ revoked_at: at }).where('id', '=', id).execute();
    await revoke(new Date());
    const { code, message } = await refusal(clerkOf(core).signIn(right));
    expect(code).toBe('installationRefused');
    expect(message).toMatch(/撤销[\s\S]*不能在这台电脑登录，请换一台电脑办理。$/);
    cable.unplug();
    expect(await codeOf(clerkOf(core).signIn(right))).toBe('installationRefused');
    expect(await codeOf(clerkOf(core).identity.enterByPin({ staffNumber: 'G1001', pin: '314159' }))).toBe(
      'installationRefused',
    );
    await revoke(null);
    cable.plugIn();
    await done(clerkOf(core).signIn(right));
  });
});
