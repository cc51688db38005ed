import { createPrivateKey, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#shared/clock/beijing.ts';
import type { PullOutput, PushOutput } from '#shared/contracts/district.ts';
import { protocolVersion, schemaVersion } from '#shared/contracts/protocol-version.ts';
import type { SyncView } from '#shared/contracts/views.ts';
import { batchText } from '#shared/sync/batch.ts';
import type { DeviceClock } from '../store/device-clock.ts';
import type { Pending } from '../store/outbox.ts';
import type { Store } from '../store/store.ts';
import { backOff } from './back-off.ts';
import type { DistrictClient } from './district-client.ts';

/** How many commands travel in one push. */
const batchSize = 100;
/** Without a wake-up the district is asked this often. */
const pollMs = 15_000;
/** A request that takes longer than this has failed. */
const requestMs = 20_000;

export interface SyncOptions {
  store: Store;
  district: DistrictClient;
  clock: DeviceClock;
  appVersion: string;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  random?: () => number;
}

/** Pushes what waits, pulls what has changed, and tells the screens in words how things stand. */
export type Sync = ReturnType<typeof startSync>;

/** Starts to sync at once and goes on until it is closed; never throws. */
export function startSync({ store, district, clock, appVersion, log, random = Math.random }: SyncOptions) {
  const closing = new AbortController();
  let state: SyncView['state'] = 'starting';
  let failures = 0;
  let wake = () => {};
  let asked = false;
  /** Why nothing goes out although the district answers; null as long as all is well. */
  let blocked: string | null = null;

  const privateKey = createPrivateKey({
    key: Buffer.from(store.settings.get('privateKey') ?? '', 'base64'),
    format: 'der',
    type: 'pkcs8',
  });
  const enrolment = store.settings.get('enrolment');
  if (enrolment === null) throw new Error('sync was started before enrolment');
  const { instanceId, epoch } = enrolment;

  const stopListening = store.onChange(() => {
    if (state !== 'offline' && store.outbox.counts().pending > 0) now();
  });
  const running = run();
  const listening = listen();

  function now(): void {
    asked = true;
    wake();
  }

  function enter(next: SyncView['state']): void {
    if (state === next) return;
    state = next;
    store.changed();
  }

  async function run(): Promise<void> {
    while (!closing.signal.aborted) {
      asked = false;
      try {
        await turn();
        failures = 0;
        enter(blocked === null ? 'online' : 'stopped');
      } catch (error) {
        if (closing.signal.aborted) break;
        if (failures === 0) log.warn({ reason: reasonOf(error) }, 'the district is out of reach');
        failures += 1;
        enter('offline');
      }
      const wait = failures > 0 ? backOff(failures, random()) : pollMs;
      if (asked && failures === 0) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, wait);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
        if (closing.signal.aborted) wake();
      });
    }
  }

  async function turn(): Promise<void> {
    while (blocked === null) {
      const batch = store.outbox.waiting(batchSize);
      if (batch.length === 0) break;
      if (state === 'online') enter('sending');
      await push(batch);
    }
    await pull();
  }

  async function push(batch: readonly Pending[]): Promise<void> {
    const [first] = batch;
    const last = batch.at(-1);
    if (first === undefined || last === undefined) return;
    const sent = { monotonicMs: clock.monotonicMs(), bootId: clock.bootId };
    const text = batchText({
      instanceId,
      firstSeq: first.seq,
      lastHash: last.hash,
      sentMonotonicMs: sent.monotonicMs,
      sentBootId: sent.bootId,
    });
    const answer = await district.push(
      {
        protocolVersion,
        schemaVersion,
        appVersion,
        instanceId,
        commands: batch.map(({ envelope }) => envelope),
        sent,
        signature: `ed25519:${sign(null, Buffer.from(text), privateKey).toString('base64')}`,
      },
      { signal: AbortSignal.any([closing.signal, AbortSignal.timeout(requestMs)]) },
    );
    heard(answer.serverTime);
    settle(answer, first.seq);
  }

  function settle(answer: PushOutput, firstSeq: number): void {
    switch (answer.kind) {
      case 'taken':
        store.confirmation.applyResults(answer.results);
        store.changed();
        return;
      case 'expected':
        // The district holds less than it once confirmed, or we sent with a gap: neither mends itself.
        blocked = `区级平台要求从第 ${answer.seq} 步续传，本机从第 ${firstSeq} 步开始，请联系运维核对；本机数据都在。`;
        break;
      case 'chainBroken':
        blocked = '本机的上传记录与区级平台对不上，已停止上传，请联系运维核对；本机数据都在，可以继续收件。';
        break;
      case 'versionNotSupported':
        blocked = '区级平台已升级，本机程序版本过低，请升级程序；待上传的办件不会丢失。';
        break;
    }
    log.warn({ answer: answer.kind }, 'pushing has stopped');
  }

  async function pull(): Promise<void> {
    let all = await page(store.settings.get('cookie'));
    // The pages are one snapshot of the district together, and only together.
    while (all.more) {
      const next = await page(all.cookie);
      all = {
        ...next,
        changes: [...all.changes, ...next.changes],
        reference: next.reference ?? all.reference,
      };
    }
    if (all.epoch !== epoch) {
      // A restored server may not know what it once confirmed: stop, keep everything, let people reconcile.
      blocked ??= '区级平台做过恢复，需要核对后才能继续同步，请联系运维；本机数据都在，可以继续收件。';
      log.warn({}, 'the district has another epoch');
      return;
    }
    store.confirmation.applyPull(all);
    if (all.changes.length > 0 || all.reference !== null) store.changed();
  }

  async function page(cookie: string | null): Promise<PullOutput> {
    const answer = await district.pull(
      { cookie, referenceVersion: store.knowledge.version() },
      { signal: AbortSignal.any([closing.signal, AbortSignal.timeout(requestMs)]) },
    );
    heard(answer.serverTime);
    return answer;
  }

  function heard(serverTime: Instant): void {
    store.confirmation.heardServer(serverTime, clock.monotonicMs(), clock.bootId);
  }

  /** Server-sent events tell that there is something; polling goes on beside them. */
  async function listen(): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        for await (const _ of await district.wakeUps(undefined, { signal: closing.signal })) now();
      } catch {
        // The pull loop reports what is wrong; this one only tries again.
      }
      const { signal } = closing;
      await sleep(backOff(Math.max(1, failures), random()), undefined, { signal }).catch(() => {});
      if (!closing.signal.aborted) now();
    }
  }

  return {
    /** Tries again at once, whatever the back-off says. */
    now,

    view(): SyncView {
      const { pending, attention, oldestPendingAt } = store.outbox.counts();
      return {
        state,
        sentence: sentenceOf(state, pending, blocked),
        pending,
        attention,
        oldestPendingAt: oldestPendingAt as Instant | null,
        lastServerTime: store.settings.get('serverTime')?.at ?? null,
      };
    },

    async close(): Promise<void> {
      closing.abort();
      wake();
      stopListening();
      await Promise.all([running, listening]);
    },
  };
}

function sentenceOf(state: SyncView['state'], pending: number, blocked: string | null): string {
  if (blocked !== null) return blocked;
  const waiting = pending === 0 ? '' : `，${pending} 步待上传`;
  switch (state) {
    case 'starting':
      return `正在连接区级平台${waiting}`;
    case 'online':
      return pending === 0 ? '已连通，全部已上传' : `已连通${waiting}`;
    case 'sending':
      return `正在上传${waiting}`;
    case 'offline':
      return `区级平台连不上，照常办理${waiting}，恢复后自动上传`;
    case 'stopped':
      return `已停止上传${waiting}`;
  }
}

const reasonOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`
    : 'unknown';
