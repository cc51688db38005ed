import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import type { EnrolInput, Enrolment, PullOutput } from '#shared/contracts/district.ts';
import { protocolVersion } from '#shared/contracts/protocol-version.ts';
import { faultOf } from '#shared/fault.ts';
import { enrolmentText, type HallFile } from '#shared/identity/enrolment.ts';
import type { Store } from '../store/store.ts';
import { answerOf, answerWhenFree, TurnedAway } from './district-answer.ts';

/** By what this machine enrols: a one-time code, or the file of its hall and the counter that it stands at. */
export type EnrolmentGrant =
  | { code: string }
  | {
      hallFile: HallFile;
      /** Null for a kiosk and the back office, which stand at none. */
      counterId: string | null;
      backOffice?: boolean;
      /** Takes the place of the machine that stands there: that one ends, its cases and results come here. */
      replace?: boolean;
    };

/** What enrolment asks of the district. */
interface District {
  enrol(input: EnrolInput, options: Signal): Promise<{ kind: 'done'; enrolment: Enrolment } | Refused>;
  pull(
    input: {
      protocolVersion: number;
      cookie: string | null;
      referenceVersion: string | null;
      staffVersion: string | null;
      certificateUntil: Instant | null;
      runId: string;
    },
    options: Signal,
  ): Promise<PullOutput>;
}
type Signal = { signal: AbortSignal };

interface Options {
  store: Store;
  district: District;
  /** Null where the machine is enrolled already; or why it cannot be had. */
  grant: EnrolmentGrant | { unavailable: string } | null;
  appVersion: string;
  runId: string;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** Told what to show while the office has not approved this machine yet. */
  onWaiting?: ((sentence: string) => void) | undefined;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/** This installation cannot work yet; `sentence` says what is needed. */
export class NotEnrolled extends Error {
  readonly sentence: string;
  constructor(sentence: string, cause?: unknown) {
    super('not enrolled', { cause });
    this.sentence = sentence;
  }
}

/** A question that takes longer than this has failed. */
const patience = (): Signal => ({ signal: AbortSignal.timeout(20_000) });
const queueing = '区级平台正忙，本机正在排队登记，轮到后自动继续，请不要关闭程序。';
/** So often the district is asked whether somebody has approved this machine. */
const askAgainMs = 3_000;

/**
 * Makes this installation known to the district, once: a key pair of its own, a leased number series, the published
 * collections. The key is on disk before it is shown to anybody, so that a lost answer can be asked for again.
 *
 * An installation that the district has turned away enrols anew where there is a new grant: it becomes another one, and
 * what waits in its outbox goes along. So does one that came back from a backup and was given a one-time code: it stands
 * on another machine, and the first may still turn up. Where that fails it works on as it was, and says what is missing.
 * @throws NotEnrolled where there is no grant, the district refuses it, or it is out of reach
 */
export async function ensureEnrolled(options: Options): Promise<void> {
  const { store, grant } = options;
  const { settings } = store;
  try {
    if (settings.get('enrolment') === null) await enrolFirst(options);
    else if (grant !== null && !('unavailable' in grant) && mustEnrolAnew(store, grant))
      await enrolAnew(options, grant);
    if (store.knowledge.version() === null) await firstPull(options);
  } catch (error) {
    if (error instanceof NotEnrolled) throw error;
    if (error instanceof TurnedAway) throw new NotEnrolled(error.standing.message, error);
    throw new NotEnrolled('首次登记要连通区级平台，现在连不上，请检查网络后重新启动。', error);
  }
}

const mustEnrolAnew = ({ settings, recovery }: Store, grant: EnrolmentGrant): boolean =>
  settings.get('standing') !== null || (recovery.restoredFrom !== null && 'code' in grant);

async function enrolFirst({ store, district, grant, appVersion, onWaiting, signal }: Options): Promise<void> {
  const { settings } = store;
  if (grant === null) throw new NotEnrolled('本机还没有登记，请向区级平台管理员要一次性登记码。');
  if ('unavailable' in grant) throw new NotEnrolled(grant.unavailable);
  const held = { privateKey: settings.get('privateKey'), publicKey: settings.get('publicKey') };
  const { privateKey, publicKey } = held;
  const keys = privateKey === null || publicKey === null ? newKeys() : { privateKey, publicKey };
  settings.set('privateKey', keys.privateKey);
  settings.set('publicKey', keys.publicKey);
  const answer = await answerWhenFree(
    () => district.enrol(requestOf(grant, keys, appVersion, null), patience()),
    { onWaiting: () => onWaiting?.(queueing), signal },
  );
  if (answer.kind === 'refused') throw new NotEnrolled(answer.refusal.message);
  settings.set('enrolment', answer.enrolment);
}

async function enrolAnew(
  { store, district, appVersion, log }: Options,
  grant: EnrolmentGrant,
): Promise<void> {
  const { settings } = store;
  const enrolment = settings.get('enrolment');
  const privateKey = settings.get('privateKey');
  if (enrolment === null || privateKey === null) return;
  const keys = settings.get('nextKeys') ?? newKeys();
  settings.set('nextKeys', keys);
  const former = { installationId: enrolment.installationId, privateKey };
  try {
    const answer = await answerOf(district.enrol(requestOf(grant, keys, appVersion, former), patience()));
    if (answer.kind === 'done') store.becomes({ enrolment: answer.enrolment, ...keys });
    else log.warn({ code: answer.refusal.code }, 'the district refused to enrol this installation anew');
  } catch (error) {
    log.warn({ fault: faultOf(error) }, 'could not enrol anew');
  }
}

/** The published collections, as soon as the district works with this installation. */
async function firstPull({ store, district, runId, onWaiting, signal }: Options): Promise<void> {
  for (;;) {
    try {
      const question = {
        cookie: null,
        protocolVersion,
        referenceVersion: null,
        staffVersion: null,
        certificateUntil: null,
        runId,
      };
      const waiting = { onWaiting: () => onWaiting?.(queueing), signal };
      store.confirmation.applyPull(await answerWhenFree(() => district.pull(question, patience()), waiting));
      return;
    } catch (error) {
      if (!(error instanceof TurnedAway) || error.standing.code !== 'pending') throw error;
      onWaiting?.(error.standing.message);
      await sleep(askAgainMs, undefined, { signal });
    }
  }
}

interface Keys {
  /** PKCS #8 as base64. */
  privateKey: string;
  /** SPKI as base64. */
  publicKey: string;
}

function newKeys(): Keys {
  const pair = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { format: 'der', type: 'spki' },
    privateKeyEncoding: { format: 'der', type: 'pkcs8' },
  });
  return { privateKey: pair.privateKey.toString('base64'), publicKey: pair.publicKey.toString('base64') };
}

/** Signed by the key that is to be enrolled, and by the former one where there was one. */
function requestOf(
  grant: EnrolmentGrant,
  { privateKey, publicKey }: Keys,
  appVersion: string,
  former: { installationId: string; privateKey: string } | null,
): EnrolInput {
  const code = 'code' in grant ? grant.code : grant.hallFile.secret;
  const nonce = randomBytes(18).toString('base64url');
  const text = enrolmentText({ code, nonce, publicKey });
  return {
    ...{ code, publicKey, appVersion },
    machineName: hostname().slice(0, 64),
    seat: 'code' in grant ? null : seatOf(grant),
    former: former && {
      installationId: former.installationId,
      signature: signatureOf(text, former.privateKey),
    },
    proof: { nonce, signature: signatureOf(text, privateKey) },
  };
}

const seatOf = ({
  counterId,
  replace = false,
  backOffice = false,
}: Exclude<EnrolmentGrant, { code: string }>) => ({ counterId, replace, backOffice });

function signatureOf(text: string, privateKey: string): string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  return `ed25519:${sign(null, Buffer.from(text), key).toString('base64')}`;
}
