import { createPublicKey, verify } from 'node:crypto';
import { createRouterClient } from '@orpc/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { instantSchema } from '#shared/clock/beijing.ts';
import type { Pass } from '#shared/identity/pass.ts';
import { type StaffPosting, staffPostingSchema } from '#shared/organisation/staff.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import {
  applicant,
  done,
  enterDraft,
  type Given,
  matters,
  prepareInstallation,
  refusal,
  settableClock,
  storeIn,
} from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { newDistrictKey, passFor } from '../support/passes.ts';

const morning = instantSchema.parse('2026-09-22T01:00:00.000Z');
const g1001 = demoHall.staff.find(({ posting }) => posting.staffNumber === 'G1001')?.posting as StaffPosting;

/** A counter out of reach of its district, at nine in the morning; its staff were signed in online just then. */
async function counterOffline(given: Partial<Given> = {}) {
  const clock = settableClock(morning);
  const folder = prepareInstallation(tempFolder(), { clock });
  const open = () => startCounter({ folder, clock, ...given });
  return { clock, folder, open, counter: await open() };
}
const right = { staffNumber: 'G1001', password: 'demo-G1001' };
const wrong = { staffNumber: 'G1001', password: 'not-it' };
const pin = '314159';
const codeOf = async (answer: Parameters<typeof refusal>[0]) => (await refusal(answer)).code;

describe('without the district', () => {
  it('whoever signed in here online within seven days comes in, and nobody with another password', async () => {
    const { counter, clock } = await counterOffline();
    expect(await codeOf(counter.clerk.signIn(wrong))).toBe('wrongPassword');
    await done(counter.clerk.signIn({ staffNumber: ' ｇ1001', password: 'demo-G1001' }));
    expect((await counter.onDesk.now()).person).toMatchObject({ staffNumber: 'G1001', name: '管小窗' });
    expect(counter.core.parts.signedIn.acting()?.authMode).toBe('offline');

    await done(counter.clerk.signOut());
    clock.pass(7 * 24 * 60 - 5);
    await done(counter.clerk.signIn(right));
    clock.pass(5);
    expect(await refusal(counter.clerk.signIn(right))).toEqual({
      code: 'passExpired',
      message: '离线通行证已于2026年9月29日 09:00到期，请联网登录一次，或带一份新的来。',
    });
  });

  it('a clock that was set back does not make a pass valid again', async () => {
    const { counter, clock } = await counterOffline();
    const later = instantSchema.parse('2026-09-29T02:00:00.000Z');
    counter.store.confirmation.heardServer(later, clock.monotonicMs(), clock.bootId);
    clock.set(morning);
    expect(await codeOf(counter.clerk.signIn(right))).toBe('passExpired');
  });

  it('whoever has never been here is told what would help', async () => {
    const { counter } = await counterOffline();
    const { code, message } = await refusal(counter.clerk.signIn({ staffNumber: 'G9999', password: 'x' }));
    expect(code).toBe('districtNeeded');
    expect(message).toMatch(/联网后登录、导入离线通行证，或由同事接待/);
  });

  it('somebody whose posting has ended does not come in, and whoever is in is out when it ends', async () => {
    const { counter, clock } = await counterOffline();
    const publish = (to: string | null) =>
      counter.store.knowledge.publishStaff({
        version: `until ${to}`,
        postings: [staffPostingSchema.parse({ ...g1001, to })],
      });
    publish('2026-09-21');
    expect(await codeOf(counter.clerk.signIn(right))).toBe('notPosted');
    publish('2026-09-22');
    await done(counter.clerk.signIn(right));
    clock.set(instantSchema.parse('2026-09-22T16:00:00.000Z'));
    expect(await codeOf(counter.clerk.visits.open())).toBe('nobodySignedIn');
    expect((await counter.onDesk.now()).person).toBeNull();
  });

  it('somebody who is posted elsewhere does not come in here', async () => {
    const { counter } = await counterOffline();
    counter.store.knowledge.publishStaff({
      version: 'moved',
      postings: [staffPostingSchema.parse({ ...g1001, organisationId: 'station-410104009002' })],
    });
    expect(await codeOf(counter.clerk.signIn(right))).toBe('postedElsewhere');
  });
});

describe('five wrong passwords', () => {
  it('lock the person out for a quarter of an hour, over a restart, and nobody else', async () => {
    const { counter, clock, open } = await counterOffline();
    for (const _ of Array(5)) expect(await codeOf(counter.clerk.signIn(wrong))).toBe('wrongPassword');
    const locked = {
      code: 'lockedOut',
      message:
        '密码多次输错，这个工号已暂停登录，09:15后再试。急办请由另一位同事登录；忘记密码请联系安全管理员。',
    };
    expect(await refusal(counter.clerk.signIn(right))).toEqual(locked);
    await counter.close();

    const again = await open();
    expect(await refusal(again.clerk.signIn(right))).toEqual(locked);
    await done(again.clerk.signIn({ staffNumber: 'G1002', password: 'demo-G1002' }));
    clock.pass(15);
    await done(again.clerk.signIn(right));
  });

  it('are counted before they are checked: a program that dies in between has used one', async () => {
    const { counter, open } = await counterOffline();
    const unanswered = Array.from({ length: 5 }, () => counter.clerk.signIn(wrong));
    await Promise.all(unanswered.map((each) => each.catch(() => null)));
    await counter.close();
    expect(await codeOf((await open()).clerk.signIn(right))).toBe('lockedOut');
  });

  it('do not add up once a right one has come', async () => {
    const { counter } = await counterOffline();
    for (const _ of Array(3)) {
      for (const __ of Array(4)) await refusal(counter.clerk.signIn(wrong));
      await done(counter.clerk.signIn(right));
    }
  });

  it('are none where there was nothing to check them by: whoever waits for the district is not locked out', async () => {
    const { counter } = await counterOffline();
    const stranger = { staffNumber: 'G9999', password: 'x' };
    for (const _ of Array(25)) expect(await codeOf(counter.clerk.signIn(stranger))).toBe('districtNeeded');
    await counter.signIn();
  });

  it('of many numbers lock the computer: twenty', async () => {
    const { counter } = await counterOffline();
    for (let number = 0; number < 20; number += 1)
      await refusal(counter.clerk.signIn({ staffNumber: `G${5000 + number}`, password: 'x' }));
    const { code, message } = await refusal(counter.clerk.signIn(right));
    expect(code).toBe('lockedOut');
    expect(message).toMatch(/^密码多次输错，这台电脑已暂停登录，09:15后再试。/);
  });
});

describe('a PIN', () => {
  const withPin = async () => {
    const made = await counterOffline();
    await made.counter.signIn();
    await done(made.counter.clerk.identity.setPin({ password: 'demo-G1001', pin }));
    return made;
  };
  const enter = (counter: Counter, given = pin) =>
    counter.clerk.identity.enterByPin({ staffNumber: 'G1001', pin: given });

  it('is set by one’s own password, and no trivial one is taken', async () => {
    const { counter } = await counterOffline();
    await counter.signIn();
    const { identity } = counter.clerk;
    expect(await codeOf(identity.setPin({ password: 'not-it', pin }))).toBe('wrongPassword');
    expect(await codeOf(identity.setPin({ password: 'demo-G1001', pin: '111111' }))).toBe('pinUnfit');
    expect((await counter.onDesk.now()).presence).toMatchObject({ hasPin: false, pinHolders: [] });
    await done(identity.setPin({ password: 'demo-G1001', pin }));
    expect((await counter.onDesk.now()).presence).toMatchObject({
      hasPin: true,
      pinHolders: [{ staffNumber: 'G1001', name: '管小窗' }],
    });
    await done(identity.erasePin());
    await done(identity.lock());
    expect(await codeOf(enter(counter))).toBe('noPin');
  });

  it('opens the desk of its person, and signs for them with the same key as their password', async () => {
    const { counter } = await withPin();
    const { signedIn } = counter.core.parts;
    const before = signedIn.acting();
    await done(counter.clerk.identity.lock());
    expect(signedIn.acting()).toBeNull();
    await done(enter(counter));
    expect(signedIn.acting()?.sessionId).toBe(before?.sessionId);
    expect(signedIn.acting()?.sign('text')).toBe(before?.sign('text'));
    const signature = Buffer.from(String(before?.sign('text')).slice('ed25519:'.length), 'base64');
    const held = counter.store.settings.get('passes')?.G1001?.publicKey ?? '';
    const key = createPublicKey({ key: Buffer.from(held, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from('text'), key, signature)).toBe(true);
  });

  it('that was wrong five times in a row is erased, over a restart; the password still counts', async () => {
    const { counter, open } = await withPin();
    await done(counter.clerk.identity.lock());
    for (const left of [4, 3, 2])
      expect((await refusal(enter(counter, '271828'))).message).toBe(`快捷密码不对，还可以再试${left}次。`);
    await counter.close();
    const again = await open();
    expect((await refusal(enter(again, '271828'))).message).toBe('快捷密码不对，还可以再试1次。');
    expect(await refusal(enter(again, '271828'))).toEqual({
      code: 'pinErased',
      message: '快捷密码连续输错5次，已经清除。请用登录密码登录，再重新设置。',
    });
    expect(await codeOf(enter(again))).toBe('noPin');
    await done(again.clerk.signIn(right));
  });

  it('is kept nowhere but here, and nowhere in clear', async () => {
    const { counter } = await withPin();
    const exported = await done(counter.clerk.identity.exportPass());
    expect(Object.keys(JSON.parse(exported.text))).not.toContain('pin');
    expect(JSON.stringify(counter.store.db.prepare('SELECT * FROM setting').all())).not.toContain(pin);
  });
});

describe('a desk that nobody touches', () => {
  it('locks after ten minutes: nothing of anybody is shown, and nothing can be asked or done', async () => {
    const { counter, clock } = await counterOffline();
    await counter.signIn();
    await enterDraft(counter.clerk);
    expect((await counter.onCitizen.now()).kind).toBe('entries');
    clock.pass(9);
    expect((await counter.onDesk.now()).person).not.toBeNull();
    clock.pass(1);
    const desk = await counter.onDesk.now();
    expect(desk).toMatchObject({
      person: null,
      visit: null,
      queue: { hall: { waiting: [], missed: [] }, current: null },
      lastPrint: null,
      cardSentence: '',
      presence: { lock: { personName: '管小窗', staffNumber: 'G1001', hasPin: false } },
    });
    expect(JSON.stringify(desk)).not.toMatch(/豫\*|1381|41010419/);
    expect(await counter.onCitizen.now()).toMatchObject({ kind: 'idle' });
    expect(await refusal(counter.clerk.visits.close({ outcome: 'advised' }))).toEqual({
      code: 'locked',
      message: '屏幕已锁定，请先解锁。',
    });
    await expect(counter.clerk.cases.list({ scope: 'all', text: '' })).rejects.toMatchObject({
      code: 'UNAUTHORIZED',
      message: '屏幕已锁定，请先解锁。',
    });

    await done(counter.clerk.signIn(right));
    const back = await counter.onDesk.now();
    expect(back.presence.lock).toBeNull();
    expect(back.visit?.draft).toMatchObject({ applicant: { name: '豫*满' }, matter: { code: matters.sunk } });
  });

  it('stays open while somebody types or does something, and not because a page asks by itself', async () => {
    const { counter, clock } = await counterOffline();
    await counter.signIn();
    clock.pass(9);
    await done(counter.clerk.identity.active());
    clock.pass(9);
    await done(counter.clerk.visits.open());
    clock.pass(9);
    await counter.clerk.cases.list({ scope: 'all', text: '' });
    await counter.onDesk.now();
    clock.pass(1);
    expect(await codeOf(counter.clerk.visits.close({ outcome: 'advised' }))).toBe('locked');
    // Nobody wakes a locked desk by touching it.
    await done(counter.clerk.identity.active());
    expect(await codeOf(counter.clerk.visits.close({ outcome: 'advised' }))).toBe('locked');
  });

  it('goes blank by itself, without being asked', async () => {
    const counter = await startCounter({ folder: prepareInstallation(tempFolder()), idleMinutes: 0.005 });
    await counter.signIn();
    await counter.onDesk.when('locked', ({ presence }) => presence.lock !== null);
  });
});

describe('a quick change of person', () => {
  it('keeps the draft and the first receiver, and says of each step who did it', async () => {
    const { counter } = await counterOffline();
    await counter.signIn('G1002');
    await done(counter.clerk.identity.setPin({ password: 'demo-G1002', pin }));
    await counter.signIn('G1001');
    await enterDraft(counter.clerk);
    await done(counter.clerk.identity.lock());

    await done(counter.clerk.identity.enterByPin({ staffNumber: 'G1002', pin }));
    const desk = await counter.onDesk.now();
    expect(desk.person?.staffNumber).toBe('G1002');
    expect(desk.visit).toMatchObject({
      firstReceiver: '管小窗',
      draft: { applicant: { name: '豫*满' }, matter: { code: matters.sunk } },
    });
    const { applicant: revealed } = await done(counter.clerk.draft.reveal());
    expect(revealed.name).toBe(applicant.name);
    await done(counter.clerk.cases.receive());
    const audit = counter.store.db
      .prepare<[], { name: string; actor_id: string }>('SELECT name, actor_id FROM audit ORDER BY seq')
      .all();
    expect(audit).toEqual([
      { name: 'openVisit', actor_id: 'person-g1001' },
      { name: 'receiveCase', actor_id: 'person-g1002' },
    ]);
    const unmasked = counter.store.db.prepare('SELECT actor_id FROM unmasking').all();
    expect(unmasked).toEqual([{ actor_id: 'person-g1002' }]);
  });

  it('starts another session, which the envelopes name', async () => {
    const { counter } = await counterOffline();
    const { signedIn } = counter.core.parts;
    await counter.signIn('G1001');
    const first = signedIn.acting()?.sessionId;
    await done(counter.clerk.identity.lock());
    await counter.signIn('G1002');
    expect(signedIn.acting()?.sessionId).not.toBe(first);
  });
});

describe('a pass as a file', () => {
  /** A counter at which nobody has ever signed in. */
  async function station() {
    const clock = settableClock(morning);
    const folder = prepareInstallation(tempFolder(), { clock });
    const store = storeIn(folder, clock);
    store.settings.set('passes', {});
    store.close();
    return { clock, counter: await startCounter({ folder, clock }) };
  }
  const importing = (counter: Counter, pass: Pass | string) =>
    counter.clerk.identity.importPass({ text: typeof pass === 'string' ? pass : JSON.stringify(pass) });

  it('exported at a connected desk lets its person in at a station without a network', async () => {
    const home = await counterOffline();
    await home.counter.signIn();
    const { fileName, text } = await done(home.counter.clerk.identity.exportPass());
    expect(fileName).toBe('离线通行证-G1001.json');
    expect(text).not.toContain('demo-G1001');

    const { counter, clock } = await station();
    expect(await codeOf(counter.clerk.signIn(right))).toBe('districtNeeded');
    expect(await done(importing(counter, text))).toMatchObject({ staffNumber: 'G1001', name: '管小窗' });
    expect(await codeOf(counter.clerk.signIn(wrong))).toBe('wrongPassword');
    await done(counter.clerk.signIn(right));
    clock.pass(7 * 24 * 60);
    expect(await codeOf(counter.clerk.signIn(right))).toBe('passExpired');
  });

  it('that is altered, foreign, too old or no pass at all is refused, each with its own sentence', async () => {
    const { counter } = await station();
    const pass = passFor(g1001, 'demo-G1001', morning);
    const eightDaysAgo = instantSchema.parse('2026-09-14T01:00:00.000Z');
    const cases: [string, Pass | string][] = [
      ['passForged', { ...pass, validUntil: instantSchema.parse('2027-09-22T01:00:00.000Z') }],
      ['passForged', { ...pass, personId: 'person-g1007' as Pass['personId'] }],
      ['passForeign', passFor(g1001, 'demo-G1001', morning, { district: newDistrictKey() })],
      ['passExpired', passFor(g1001, 'demo-G1001', eightDaysAgo)],
      ['passUnreadable', 'a letter'],
      [
        'passUnreadable',
        JSON.stringify({
          ...pass,
          sealedKey: 'scrypt-aes256gcm$1073741824,8,1$AAAAAAAAAAAA$AAAAAAAAAAAA$AAAAAAAAAAAA',
        }),
      ],
    ];
    const sentences = new Set<string>();
    for (const [code, given] of cases) {
      const refused = await refusal(importing(counter, given));
      expect(refused.code).toBe(code);
      sentences.add(refused.message);
    }
    expect(sentences.size).toBe(4);
    expect(counter.store.settings.get('passes')).toEqual({});
    expect(await codeOf(counter.clerk.signIn(right))).toBe('districtNeeded');
  });

  it('that is older than the one held does not take its place', async () => {
    const { counter } = await station();
    const older = passFor(g1001, 'old-password', instantSchema.parse('2026-09-21T01:00:00.000Z'));
    await done(importing(counter, passFor(g1001, 'demo-G1001', morning)));
    await done(importing(counter, older));
    await done(counter.clerk.signIn(right));
  });

  it('cannot be checked by an installation that does not know its district’s key', async () => {
    const clock = settableClock(morning);
    const folder = prepareInstallation(tempFolder(), { clock });
    const store = storeIn(folder, clock);
    const enrolment = store.settings.get('enrolment');
    if (enrolment === null) throw new Error('not enrolled');
    const { districtKey: _, ...without } = enrolment;
    store.settings.set('enrolment', without);
    store.close();
    const counter = await startCounter({ folder, clock });
    expect(await codeOf(importing(counter, passFor(g1001, 'demo-G1001', morning)))).toBe('districtUnknown');
  });
});

describe('the links', () => {
  let counter: Counter;
  beforeAll(async () => {
    ({ counter } = await counterOffline());
  });

  it('carry a password in only, and no key out', async () => {
    await counter.signIn();
    const desk = JSON.stringify(await createRouterClient(counter.routers.clerk).watch());
    expect(desk).not.toMatch(/sealedKey|scrypt|demo-G1001/);
  });
});
