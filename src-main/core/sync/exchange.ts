import { createPrivateKey, sign } from 'node:crypto';
import { setImmediate as lineAtWork } from 'node:timers/promises';
import type { Instant } from '#shared/clock/beijing.ts';
import type { CarriedDown, CarriedUp } from '#shared/contracts/carried.ts';
import type { PullOutput, PushInput, PushOutput } from '#shared/contracts/district.ts';
import { protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import { batchText } from '#shared/sync/batch.ts';
import { answerOf } from '../identity/district-answer.ts';
import { passesOf } from '../identity/passes.ts';
import type { Heard } from '../store/confirmation.ts';
import type { DeviceClock } from '../store/device-clock.ts';
import type { Pending } from '../store/outbox.ts';
import type { Settings } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { DistrictClient } from './district-client.ts';

/** How many commands travel in one push, as long as the district has not said that it takes more. */
const usualBatch = 200;
/** So many pushes are on their way at once. */
const atOnce = 2;
/** A request is on the socket after so many turns of the event loop. */
const linesTurns = 4;
/** A request that takes longer than this has failed. */
const requestMs = 20_000;

const forkedSentence =
  '本机数据是较早的备份或副本，区级平台上已有更新的记录，已停止上传；本机数据都在，可以继续收件。请联系系统管理员领取新的登记码，重新启动后登记。';
const behindSentence =
  '区级平台做过恢复，正在等其他单位把恢复前的办理记录补传上来，本机会自动接着上传；照常办理，不用处理。';
const districtOlderSentence =
  '本机程序比区级平台的新，等区级平台升级后自动接着上传；照常办理，待上传的办件不会丢失。';
const unreadableSentence =
  '区级平台恢复到了较早的时候，本机的办件日志不足以补传，已停止上传；本机数据都在，可以继续收件。请联系系统管理员领取新的登记码，重新启动后登记。';

export interface ExchangeOptions {
  store: Store;
  district: Pick<DistrictClient, 'push' | 'pull'>;
  clock: DeviceClock;
  appVersion: string;
  /** Names this start of the core. */
  runId: string;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** Ends what is on its way. */
  signal: AbortSignal;
  /** Commands in one push, whatever the district takes: for tests that want many small ones. */
  batchSize?: number;
}

/** One turn with the district at a time: what waits goes up, what is new comes down. When, is for others to say. */
export type Exchange = ReturnType<typeof exchangeWith>;

export function exchangeWith(options: ExchangeOptions) {
  const { store, district, clock, appVersion, runId, log, signal, batchSize } = options;
  /** Why nothing is pushed any more although the district answers; null as long as all is well. */
  let blocked: string | null = isForked()
    ? (store.settings.get('standing')?.sentence ?? forkedSentence)
    : null;
  /** Why what waits has to go on waiting for others. */
  let behind: string | null = null;
  /** A larger push than usual went unanswered: an older node behind the same address, or a line too slow for it. */
  let staysUsual = false;

  const privateKey = createPrivateKey({
    key: Buffer.from(store.settings.get('privateKey') ?? '', 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const { instanceId } = enrolment();

  function enrolment() {
    const held = store.settings.get('enrolment');
    if (held === null) throw new Error('sync was started before enrolment');
    return held;
  }

  // A newer program can read what the district kept from the one before it: everything is asked for once more.
  if ((store.settings.get('pulledAs') ?? 2) !== protocolVersion) {
    store.settings.set('cookie', '');
    store.settings.set('pulledAs', protocolVersion);
  }

  /** A batch as it is handed in, signed; null where there is nothing in it. */
  function batchOf(batch: readonly Pending[]): PushInput | null {
    const [first] = batch;
    const last = batch.at(-1);
    if (first === undefined || last === undefined) return null;
    const sent = { monotonicMs: clock.monotonicMs(), bootId: clock.bootId };
    const text = batchText({
      instanceId,
      firstSeq: first.seq,
      lastHash: last.hash,
      sentMonotonicMs: sent.monotonicMs,
      sentBootId: sent.bootId,
    });
    const signers = batch.flatMap(({ envelope }) => (envelope.personSignature ? [envelope.actorId] : []));
    const passes = passesOf(store, new Set(signers));
    return {
      protocolVersion,
      schemaVersion,
      appVersion,
      instanceId,
      commands: batch.map(({ envelope }) => envelope),
      sent,
      ...(passes.length > 0 && { passes }),
      signature: `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`,
    };
  }

  /** Hands a batch in. */
  async function handIn(input: PushInput): Promise<PushOutput> {
    const asked = district.push(
      { ...input, runId },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) },
    );
    return answerOf(asked);
  }

  /**
   * Pushes what waits, batch by batch. While the district works on one the next is on its way already, and what was said
   * to the one before is written.
   */
  async function pushAll(onSending: () => void): Promise<void> {
    /** Of all that waits, so far it has been sent. */
    let sentUpTo: number | undefined;
    /** How many go along at once. */
    let size = batchSize ?? usualBatch;
    /** The oldest first. */
    const onItsWay: { batch: readonly Pending[]; isAhead: boolean; answer: Promise<PushOutput> }[] = [];
    const send = (batch: readonly Pending[], isAhead: boolean) => {
      const input = batchOf(batch);
      if (input === null) return;
      sentUpTo = batch.at(-1)?.seq;
      const answer = handIn(input);
      // What goes wrong with it is seen where it is waited for, if it still is.
      answer.catch(() => {});
      onItsWay.push({ batch, isAhead, answer });
    };
    const sendMore = () => {
      for (let more = true; more && onItsWay.length < atOnce; ) {
        const batch = store.outbox.waiting(size, sentUpTo);
        send(batch, onItsWay.length > 0);
        more = batch.length === size;
      }
    };
    if (blocked === null) sendMore();
    if (onItsWay.length > 0) onSending();
    for (let next = onItsWay.shift(); next !== undefined; next = onItsWay.shift()) {
      const { batch, isAhead } = next;
      const answer = await next.answer.catch((error: unknown) => {
        staysUsual ||= batch.length > usualBatch;
        throw error;
      });
      if (answer.kind === 'expected' && isAhead) {
        // It has overtaken the one before it, which has arrived by now.
        onItsWay.length = 0;
        send(batch, false);
        continue;
      }
      if (answer.kind !== 'taken') heardServer(answer.serverTime);
      const goesOn = answer.kind === 'taken' && answer.behind === undefined;
      if (goesOn) {
        size = batchSize ?? (staysUsual ? usualBatch : (answer.most ?? usualBatch));
        sendMore();
        await underWay(onItsWay.length > 0);
      }
      settle(answer, batch[0]?.seq ?? 0);
      // What was sent ahead finds its place in the chain missing, and is not taken.
      if (!goesOn) return;
    }
  }

  /** Lets the line take over what was asked: it does nothing while this program is busy. */
  async function underWay(isAsked: boolean): Promise<void> {
    for (let turns = 0; isAsked && turns < linesTurns; turns += 1) await lineAtWork();
  }

  /** Takes over what the district said to a batch. */
  function settle(answer: PushOutput, firstSeq: number): void {
    // A restored district: what it lacks is found by the pull, not guessed from here.
    if (answer.kind !== 'taken' && answer.epoch !== enrolment().epoch) return;
    switch (answer.kind) {
      case 'taken':
        store.confirmation.applyResults(answer.results, heard(answer.serverTime));
        store.changed();
        behind = answer.behind === undefined ? null : behindSentence;
        return;
      case 'expected':
        // The district holds less than it once confirmed, or we sent with a gap: neither mends itself.
        blocked = `区级平台要求从第 ${answer.seq} 步续传，本机从第 ${firstSeq} 步开始，请联系运维核对；本机数据都在。`;
        break;
      case 'chainBroken':
        forked();
        break;
      case 'versionNotSupported':
        if (answer.oldest > protocolVersion)
          blocked = '区级平台已升级，本机程序版本过低，请升级程序；待上传的办件不会丢失。';
        // The district will be upgraded as well, and then what waits goes up by itself.
        else behind = districtOlderSentence;
        break;
    }
    log.warn({ answer: answer.kind }, 'pushing has stopped');
  }

  /**
   * Fetches what is new, page by page, each taken over at once: a first pull of a hundred thousand cases holds one page
   * in memory, and goes on where it broke off.
   * @returns whether the district turned out to be a restored one, so that there is more to push
   */
  async function pull(): Promise<boolean> {
    let isRestored = false;
    let coming = page(store.settings.get('cookie'));
    for (let pages = 1; ; pages += 1) {
      const next = await coming;
      // The district reads the next page while this one is written; with what is published it waits for this one.
      const isAsked = next.more && next.reference === null && next.staff === null;
      if (isAsked) {
        coming = page(next.cookie);
        coming.catch(() => {});
      }
      await underWay(isAsked);
      const taken = takePage(next);
      if (taken === 'stopped') return false;
      isRestored ||= taken === 'restored';
      const isNews = next.changes.length > 0 || next.reference !== null || next.staff !== null;
      // Whoever looks on sees it grow, without every page being drawn anew.
      if (isNews && (!next.more || pages % 20 === 1)) store.changed();
      if (!next.more) return isRestored;
      if (!isAsked) coming = page(next.cookie);
    }
  }

  /** Takes over one page; where the district turns out to be a restored one, what it lacks waits again. */
  function takePage(next: PullOutput): 'taken' | 'restored' | 'stopped' {
    const held = enrolment();
    const ours = store.settings.get('chain')?.lastSeq ?? 0;
    const isRestored = next.epoch !== held.epoch && next.lastSeq <= ours && !isForked();
    if (isRestored && !reconcile(next)) return 'stopped';
    if (!isRestored && !isForked() && next.lastSeq > ours) forked();
    // What a store that has forked sent as another is not confirmed by that; what others did is still news.
    const lastSeq = isForked() ? (store.settings.get('confirmedSeq') ?? 0) : next.lastSeq;
    store.confirmation.applyPull({ ...next, lastSeq }, heard(next.serverTime));
    return isRestored ? 'restored' : 'taken';
  }

  /**
   * A restored district may lack what it once confirmed: it is sent again, under the numbers that it had.
   * @returns false where that cannot be told any more
   */
  function reconcile({ epoch, lastSeq }: PullOutput): boolean {
    log.warn({ epoch, lastSeq }, 'the district was restored');
    if (!store.resumeAfter(epoch, lastSeq)) {
      blocked = unreadableSentence;
      stand({ code: 'forked', sentence: unreadableSentence });
      return false;
    }
    blocked = null;
    return true;
  }

  /** The district holds commands under our numbers that this store does not know: it is an older copy of itself. */
  function forked(): void {
    blocked = forkedSentence;
    stand({ code: 'forked', sentence: forkedSentence });
    log.warn({}, 'the district holds more of this installation than its store does');
  }
  function isForked(): boolean {
    return ['forked', 'restored'].includes(store.settings.get('standing')?.code ?? '');
  }

  /** Keeps why this installation has to enrol anew, for the next start. */
  function stand(next: Settings['standing']): void {
    if (store.settings.get('standing')?.code !== next?.code) store.settings.set('standing', next);
  }

  const question = (cookie: string | null) => ({
    protocolVersion,
    cookie,
    referenceVersion: store.knowledge.version(),
    staffVersion: store.knowledge.staffVersion(),
    certificateUntil: store.settings.get('hallCertificate')?.until ?? null,
    states: 'text' as const,
  });

  async function page(cookie: string | null): Promise<PullOutput> {
    const asked = district.pull(
      { ...question(cookie), runId },
      { signal: AbortSignal.any([signal, AbortSignal.timeout(requestMs)]) },
    );
    return answerOf(asked);
  }

  const heard = (at: Instant): Heard => ({ at, monotonicMs: clock.monotonicMs(), bootId: clock.bootId });
  function heardServer(at: Instant): void {
    store.confirmation.heardServer(at, clock.monotonicMs(), clock.bootId);
  }

  return {
    /**
     * One turn. `onSending` is told before anything is pushed.
     * @throws TurnedAway, OutOfReach; anything else is a fault of this program or its disk
     */
    async turn(onSending: () => void = () => {}): Promise<void> {
      let again = true;
      while (again) {
        await pushAll(onSending);
        again = await pull();
      }
      if (blocked === null) stand(null);
    },

    /** All that waits, as it would be handed in, so many bytes of it and what one command has beyond; and what is asked. */
    forCarrying(bytes: number): Omit<CarriedUp, 'token'> & { steps: number } {
      const pushes: PushInput[] = [];
      let [steps, size, after] = [0, 0, 0];
      while (size < bytes && blocked === null) {
        const batch = store.outbox.waiting(batchSize ?? usualBatch, after, bytes - size);
        const input = batchOf(batch);
        if (input === null) break;
        pushes.push(input);
        steps += batch.length;
        size += batch.reduce((sum, { envelope }) => sum + Buffer.byteLength(JSON.stringify(envelope)), 0);
        after = batch.at(-1)?.seq ?? after;
      }
      return { pushes, steps, ask: question(store.settings.get('cookie')) };
    },

    /**
     * Takes in the answers that were carried back.
     * @param asked the cookie of the question: where the line has brought news since, the old ones are of no use
     */
    takeCarried({ pushes, pulls }: CarriedDown, asked: string | null): void {
      for (const answer of pushes) settle(answer, 0);
      if (asked === store.settings.get('cookie'))
        for (const next of pulls) if (takePage(next) === 'stopped') break;
      store.changed();
    },

    /** Why nothing goes up although the district answers, in words; null as long as all is well. */
    blocked: (): string | null => blocked,
    /** Why what waits waits for others, in words; null where it does not. */
    behind: (): string | null => behind,
    stand,
  };
}
