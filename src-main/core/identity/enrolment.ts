import { generateKeyPairSync } from 'node:crypto';
import type { Refused } from '#shared/contracts/answer.ts';
import type { Enrolment, PullOutput } from '#shared/contracts/district.ts';
import type { Store } from '../store/store.ts';

/** What enrolment asks of the district. */
interface District {
  enrol(input: {
    code: string;
    publicKey: string;
    appVersion: string;
  }): Promise<{ kind: 'done'; enrolment: Enrolment } | Refused>;
  pull(input: { cookie: string | null; referenceVersion: string | null }): Promise<PullOutput>;
}

/** This installation cannot work yet; `sentence` says what is needed. */
export class NotEnrolled extends Error {
  readonly sentence: string;
  constructor(sentence: string, cause?: unknown) {
    super('not enrolled', { cause });
    this.sentence = sentence;
  }
}

/**
 * Makes this installation known to the district, once: a key pair of its own, a leased number series, the published
 * collections. The key is on disk before it is shown to anybody, so that a lost answer can be asked for again.
 * @throws NotEnrolled where there is no code, the district refuses it, or it is out of reach
 */
export async function ensureEnrolled(
  store: Store,
  district: District,
  code: string | null,
  appVersion: string,
): Promise<void> {
  try {
    if (store.settings.get('enrolment') === null) {
      if (code === null) throw new NotEnrolled('本机还没有登记，请向区级平台管理员要一次性登记码。');
      const answer = await district.enrol({ code, publicKey: publicKeyOf(store), appVersion });
      if (answer.kind === 'refused') throw new NotEnrolled(answer.refusal.message);
      store.settings.set('enrolment', answer.enrolment);
    }
    if (store.knowledge.version() === null) {
      store.confirmation.applyPull(await district.pull({ cookie: null, referenceVersion: null }));
    }
  } catch (error) {
    if (error instanceof NotEnrolled) throw error;
    throw new NotEnrolled('首次登记要连通区级平台，现在连不上，请检查网络后重新启动。', error);
  }
}

/** The installation's public key as SPKI in base64; the private one is made at the first call and kept. */
function publicKeyOf(store: Store): string {
  const held = store.settings.get('publicKey');
  if (held !== null) return held;
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  const publicKey = pair.publicKey.toString('base64');
  store.settings.set('privateKey', pair.privateKey.toString('base64'));
  store.settings.set('publicKey', publicKey);
  return publicKey;
}
