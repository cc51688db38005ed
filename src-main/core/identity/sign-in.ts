import type { KeyObject } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { standingSchema } from '#shared/contracts/district.ts';
import type { Witness } from '#shared/contracts/mistakes.ts';
import { channelOf, postingAt } from '#shared/identity/authority.ts';
import type { Pass } from '#shared/identity/pass.ts';
import { roleNames, type StaffPosting } from '#shared/organisation/staff.ts';
import type { Acting } from '../store/commands.ts';
import type { DeviceClock } from '../store/device-clock.ts';
import type { Store } from '../store/store.ts';
import { attempts } from './attempts.ts';
import { learnDistrictKey, passes } from './passes.ts';
import { pins } from './pins.ts';
import { newPersonKey, openKey } from './sealed-key.ts';
import { actingBy, deskSession } from './session.ts';

/**
 * Asks the district whether a password is right; rejects where it is out of reach, which it is once the signal says so,
 * or turns this installation away.
 */
export type AskDistrict = (
  question: {
    staffNumber: string;
    password: string;
    key?: { publicKey: string; sealedKey: string };
  },
  options: { signal: AbortSignal },
) => Promise<
  | { kind: 'done'; posting: StaffPosting; serverTime: Instant; districtKey: string; pass: Pass | null }
  | Refused
>;

/** Somebody who has shown who they are, with their own key. */
interface Proven {
  kind: 'proven';
  posting: StaffPosting;
  authMode: 'online' | 'offline';
  key: KeyObject;
}

/** Milliseconds that the district is given: long where nothing else lets the person in, short where a pass does. */
const districtMs = { alone: 20_000, besidePass: 5_000 } as const;

/** Who sits at this installation. */
export type SignedIn = ReturnType<typeof signedIn>;

/**
 * Signing in, locking and changing the person at a desk. The district's word counts; out of its reach, a pass that it
 * has signed within seven days, opened by the person's own password or, at the installation where it was set, PIN.
 */
export function signedIn(
  store: Store,
  askDistrict: AskDistrict,
  { clock, idleMs }: { clock: Pick<DeviceClock, 'monotonicMs'>; idleMs: number },
) {
  const channel = channelOf(store.knowledge.place().kind);
  const session = deskSession(store, clock, { channel, idleMs });
  const tries = attempts(store);
  const held = passes(store);
  const pinStore = pins(store);
  const done = { kind: 'done' } as const;

  function enter(proven: Proven | Refused) {
    if (proven.kind === 'refused') return proven;
    session.enter(proven.posting, proven.authMode, proven.key);
    return done;
  }

  /** Who may come in here without the district, with the posting that they hold today as it is known here. */
  function known(staffNumber: string): { pass: Pass; posting: StaffPosting } | Refused {
    const turnedAway = store.settings.get('refusedByDistrict');
    if (turnedAway !== null) return installationRefused(turnedAway);
    const pass = held.of(staffNumber);
    if (pass === null) return districtNeeded;
    const fault = held.faultOf(pass);
    if (fault !== null) return fault;
    const theirs = store.knowledge.staff().filter((each) => each.personId === pass.personId);
    const posting = postingAt(theirs, store.knowledge.place(), beijingDateOf(store.now()));
    if (posting === 'none') return notPosted;
    if (posting === 'elsewhere') return postedElsewhere;
    return { pass, posting };
  }

  async function proveOffline(staffNumber: string, password: string): Promise<Proven | Refused> {
    const person = known(staffNumber);
    // Where no password is checked none was wrong: a slow district must not lock anybody out. Trying many numbers counts.
    const checked = !('kind' in person);
    const locked = tries.count(staffNumber, checked);
    if (locked !== null) return locked;
    if (!checked) return person;
    const key = await openKey(person.pass.sealedKey, password);
    if (key === null) return wrong;
    tries.forgive(staffNumber);
    return { kind: 'proven', posting: person.posting, authMode: 'offline', key };
  }

  async function proveOnline(staffNumber: string, password: string): Promise<Proven | Refused> {
    const ms = 'kind' in known(staffNumber) ? districtMs.alone : districtMs.besidePass;
    const asked = (question: Parameters<AskDistrict>[0]) =>
      askDistrict(question, { signal: AbortSignal.timeout(ms) });
    let answer = await asked({ staffNumber, password });
    if (answer.kind === 'done' && answer.pass === null) {
      const key = await newPersonKey(password);
      answer = await asked({ staffNumber, password, key });
    }
    store.settings.set('refusedByDistrict', null);
    if (answer.kind === 'refused') return answer;
    const { posting, pass, districtKey } = answer;
    learnDistrictKey(store, districtKey);
    const key = pass === null ? null : await openKey(pass.sealedKey, password);
    if (pass === null || key === null) return keyLost;
    // One that this installation cannot verify lets nobody in later; today the district itself has said who it is.
    held.keep(pass);
    return { kind: 'proven', posting, authMode: 'online', key };
  }

  /** Somebody by their password: the district's word counts, out of its reach their pass. */
  async function prove(staffNumber: string, password: string): Promise<Proven | Refused> {
    try {
      return await proveOnline(staffNumber, password);
    } catch (error) {
      const sentence = turnedAway(error);
      if (sentence === null) return proveOffline(staffNumber, password);
      // Kept: pulling the cable afterwards must not open what the district has closed.
      store.settings.set('refusedByDistrict', sentence);
      return installationRefused(sentence);
    }
  }

  /** Somebody by the PIN that they have set here. */
  async function proveByPin(staffNumber: string, pin: string): Promise<Proven | Refused> {
    const person = known(staffNumber);
    if ('kind' in person) return person;
    const key = await pinStore.open(staffNumber, pin.normalize('NFKC'));
    return 'kind' in key ? key : { kind: 'proven', posting: person.posting, authMode: 'offline', key };
  }

  return {
    /** Signs a person in, over whoever was here before; for the person of a locked desk it is the way back. */
    signIn: async (staffNumber: string, password: string) => enter(await prove(staffNumber, password)),

    /** The quick way, for whoever has set a PIN here: back to their own desk, or over a colleague's. */
    enterByPin: async (staffNumber: string, pin: string) => enter(await proveByPin(staffNumber, pin)),

    /** A second person, for one act at somebody else's desk, where whoever sits there stays signed in. */
    async vouch({ staffNumber, by, secret }: Witness): Promise<Acting | Refused> {
      const proven = await (by === 'pin' ? proveByPin : prove)(staffNumber, secret);
      return proven.kind === 'refused' ? proven : actingBy({ ...proven, id: uuidv7() }, channel);
    },

    signOut() {
      session.leave();
      return done;
    },
    lock() {
      session.lock();
      return done;
    },
    touch() {
      session.touch();
      return done;
    },

    /** A PIN for whoever is signed in. It wants their password: a desk that was left open must not give it away. */
    async setPin(password: string, pin: string) {
      const staffNumber = session.posting()?.staffNumber ?? '';
      const person = known(staffNumber);
      if ('kind' in person) return person;
      const locked = tries.count(staffNumber, true);
      if (locked !== null) return locked;
      const key = await openKey(person.pass.sealedKey, password);
      if (key === null) return refused('wrongPassword', '登录密码不对，请核对后重新输入。');
      tries.forgive(staffNumber);
      const fault = await pinStore.set(staffNumber, key, pin.normalize('NFKC'));
      if (fault !== null) return fault;
      store.changed();
      return done;
    },
    erasePin() {
      pinStore.erase(session.posting()?.staffNumber ?? '');
      store.changed();
      return done;
    },

    exportPass() {
      const person = known(session.posting()?.staffNumber ?? '');
      if ('kind' in person) return person;
      const { pass } = person;
      return {
        ...done,
        fileName: `离线通行证-${pass.staffNumber}.json`,
        text: JSON.stringify(pass, null, 2),
      };
    },
    importPass(text: string) {
      const pass = held.read(text);
      if (pass.kind === 'refused') return pass;
      const fault = held.keep(pass);
      if (fault !== null) return fault;
      store.changed();
      return { ...done, staffNumber: pass.staffNumber as string, name: pass.name };
    },

    /** The signed-in person, while they are there. */
    person() {
      const posting = session.locked() ? null : session.posting();
      return posting === null
        ? null
        : {
            personId: posting.personId as string,
            staffNumber: posting.staffNumber as string,
            name: posting.name,
            role: posting.role,
            roleName: roleNames[posting.role],
          };
    },

    /** What a desk shows of who is there. */
    presence() {
      const posting = session.posting();
      const hasPin = posting !== null && pinStore.has(posting.staffNumber);
      return {
        lock:
          posting !== null && session.locked()
            ? { personName: posting.name, staffNumber: posting.staffNumber as string, hasPin }
            : null,
        pinHolders: held
          .held()
          .filter(({ staffNumber }) => pinStore.has(staffNumber))
          .map(({ staffNumber, name }) => ({ staffNumber: staffNumber as string, name })),
        hasPin,
      };
    },

    locked: session.locked,
    /** The signed-in person as whoever gives a command; null where nobody is signed in, or the desk is locked. */
    acting: session.acting,
    close: session.close,
  };
}

/** What a procedure answers where somebody has to be signed in. */
export const nobodySignedIn = refused('nobodySignedIn', '还没有登录，请先登录。');
/** And where the desk is locked. */
export const deskLocked = refused('locked', '屏幕已锁定，请先解锁。');

const wrong = refused('wrongPassword', '工号或密码不对，请核对后重新输入。');
const districtNeeded = refused(
  'districtNeeded',
  '现在连不上区级平台，您近7天没有在本机登录过，暂时不能离线登录。请联网后登录、导入离线通行证，或由同事接待。',
);
const notPosted = refused('notPosted', '您今天没有有效的任职，不能登录，请联系系统管理员核对任职日期。');
const postedElsewhere = refused(
  'postedElsewhere',
  '您的任职不在这个单位，不能在这台电脑登录，请到本单位的电脑上登录。',
);
const keyLost = refused('keyLost', '您的签名密钥与现在的密码不符，请联系系统管理员重新设置密码。');
const installationRefused = (sentence: string) =>
  refused('installationRefused', `${sentence}在此之前不能在这台电脑登录，请换一台电脑办理。`);

/**
 * What the district says to an installation that it turns away (401, 403); null for anything else. Whatever stands in
 * between, such as a login page of the network, does not speak so: that is a district out of reach.
 */
function turnedAway(error: unknown): string | null {
  const said = standingSchema.safeParse(error instanceof Error && 'data' in error ? error.data : null);
  return said.success ? said.data.message : null;
}
