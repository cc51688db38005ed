import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { beijingDateOf } from '#shared/clock/beijing.ts';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { isActivePosting, roleNames, type StaffPosting } from '#shared/organisation/staff.ts';
import type { Envelope } from '#shared/sync/command.ts';
import type { Acting } from '../store/commands.ts';
import type { Store } from '../store/store.ts';

/** Asks the district whether a password is right; rejects where the district is out of reach. */
export type AskDistrict = (
  staffNumber: string,
  password: string,
) => Promise<{ kind: 'done'; posting: StaffPosting } | Refused>;

interface Session {
  id: string;
  posting: StaffPosting;
  authMode: 'online' | 'offline';
}

/** Who sits at this installation. */
export type SignedIn = ReturnType<typeof signedIn>;

/** So long may somebody who signed in here online sign in without the district. */
const offlineDays = 7;

export function signedIn(store: Store, askDistrict: AskDistrict, channel: Envelope['channel']) {
  let session: Session | null = null;

  function enter(posting: StaffPosting, authMode: Session['authMode']) {
    session = { id: uuidv7(), posting, authMode };
    store.changed();
    return { kind: 'done' } as const;
  }

  async function enterOffline(staffNumber: string, password: string) {
    const known = store.settings.get('signIns')?.[staffNumber];
    if (known === undefined || daysSince(known.onlineAt, store.now()) > offlineDays) {
      return refused(
        'districtNeeded',
        '现在连不上区级平台，您近7天没有在本机登录过，暂时不能离线登录。请联网后登录，或由同事接待。',
      );
    }
    const posting = store.knowledge.staff().find((each) => each.postingId === known.posting.postingId);
    if (posting === undefined || !isActivePosting(posting, beijingDateOf(store.now()))) return wrong;
    return (await verifies(password, known.verifier)) ? enter(posting, 'offline') : wrong;
  }

  return {
    /** Signs a person in: the district decides; out of its reach, what it said here within seven days. */
    async signIn(staffNumber: string, password: string) {
      const answer = await askDistrict(staffNumber, password).catch(() => null);
      if (answer === null) return enterOffline(staffNumber, password);
      if (answer.kind === 'refused') return answer;
      store.settings.set('signIns', {
        ...store.settings.get('signIns'),
        [staffNumber]: {
          posting: answer.posting,
          verifier: await verifierOf(password),
          onlineAt: store.now(),
        },
      });
      return enter(answer.posting, 'online');
    },

    signOut() {
      session = null;
      store.changed();
      return { kind: 'done' } as const;
    },

    person: () =>
      session === null
        ? null
        : {
            personId: session.posting.personId as string,
            staffNumber: session.posting.staffNumber as string,
            name: session.posting.name,
            roleName: roleNames[session.posting.role],
          },

    /** The signed-in person as whoever gives a command; null when nobody is. */
    acting(): Acting | null {
      if (session === null) return null;
      const { personId, postingId, role, organisationId } = session.posting;
      return {
        actor: { actorId: personId, postingId, role, organisationId },
        sessionId: session.id,
        authMode: session.authMode,
        channel,
      };
    },
  };
}

const wrong = refused('wrongPassword', '工号或密码不对，请核对后重新输入。');

/** What a procedure answers where somebody has to be signed in. */
export const nobodySignedIn = refused('nobodySignedIn', '还没有登录，请先登录。');

const daysSince = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 86_400_000;

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt,
);
/** 32 MiB and a tenth of a second for each guess. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** `scrypt$N$r$p$salt$hash`, the last two in base64. */
async function verifierOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await derive(password, salt, 32, cost);
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), hash.toString('base64')].join('$');
}

async function verifies(password: string, verifier: string): Promise<boolean> {
  const [, N, r, p, salt = '', hash = ''] = verifier.split('$');
  const expected = Buffer.from(hash, 'base64');
  const options = { N: Number(N), r: Number(r), p: Number(p), maxmem: cost.maxmem };
  const actual = await derive(password, Buffer.from(salt, 'base64'), expected.length, options);
  return timingSafeEqual(actual, expected);
}
