import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '#shared/clock/beijing.ts';
import type { Standing } from '#shared/contracts/district.ts';
import type { SyncView, UploadsView } from '#shared/contracts/views.ts';
import { faultOf } from '#shared/fault.ts';
import { OutOfReach, TurnedAway } from '../identity/district-answer.ts';
import type { Unmaskings } from '../identity/unmasking.ts';
import { isDamage, isNotWritten } from '../store/database.ts';
import { backOff } from './back-off.ts';
import { carriedDesk } from './carried.ts';
import type { DistrictClient } from './district-client.ts';
import { type ExchangeOptions, exchangeWith } from './exchange.ts';
import { unmaskingsUpload } from './unmaskings-upload.ts';

/** Without a wake-up the district is asked this often. */
const pollMs = 15_000;
/** One that the district does not work with asks this often whether it does again. */
const turnedAwayMs = 3_000;

const notWritten =
  '电脑的磁盘没有写入成功，同步暂停，稍后自动再试；已收办件都在。请检查磁盘空间，仍不行请联系运维。';
const busySentence = '区级平台正忙，稍后自动接着上传；照常办理，不用处理。';
const ownFault = '本机程序处理区级平台的回复时出错，同步暂停，稍后自动再试；已收办件都在。请联系运维。';

export interface SyncOptions extends Omit<ExchangeOptions, 'signal'> {
  district: DistrictClient;
  random?: () => number;
  /** What follows the commands by its own queue. */
  uploads?: () => UploadsView | null;
  /** What was shown unmasked, where this desk shows anything. */
  unmaskings?: Unmaskings;
}

/** Pushes what waits, pulls what has changed, and tells the screens in words how things stand. */
export type Sync = ReturnType<typeof startSync>;

/** Starts to sync at once and goes on until it is closed; never throws. */
export function startSync(options: SyncOptions) {
  const { store, district, log, random = Math.random } = options;
  const { uploads = () => null } = options;
  const closing = new AbortController();
  const exchange = exchangeWith({ ...options, signal: closing.signal });
  const handIn =
    options.unmaskings === undefined
      ? null
      : unmaskingsUpload({ ...options, unmaskings: options.unmaskings, signal: closing.signal });
  let state: SyncView['state'] = 'starting';
  let failures = 0;
  let wake = () => {};
  let asked = false;
  /** Why the last turn came to nothing although the line is well; null where it did not. */
  let trouble: string | null = null;
  /** The district is there and busy: when it said to come again, in milliseconds; null where it did not. */
  let comeAgainMs: number | null = null;

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
        await exchange.turn(() => {
          if (state === 'online') enter('sending');
        });
        failures = 0;
        trouble = null;
        comeAgainMs = null;
        enter(exchange.blocked() === null ? 'online' : 'stopped');
        handIn?.soon();
      } catch (error) {
        if (closing.signal.aborted) break;
        fail(error);
      }
      const wait =
        comeAgainMs !== null
          ? comeAgainMs * (1 + random())
          : failures > 0
            ? backOff(failures, random())
            : trouble === null
              ? pollMs
              : turnedAwayMs;
      if (asked && failures === 0 && trouble === null && exchange.behind() === null) continue;
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

  /** Tells three things apart: nobody answers; the district does not work with us; the fault is ours. */
  function fail(error: unknown): void {
    if (error instanceof OutOfReach) {
      if (failures === 0) log.warn({ fault: faultOf(error.cause) }, 'the district is out of reach');
      failures += 1;
      trouble = null;
      comeAgainMs = error.comeAgainMs;
      enter('offline');
      return;
    }
    const before = trouble;
    if (error instanceof TurnedAway) {
      failures = 0;
      trouble = error.standing.message;
      if (trouble !== before) noteStanding(error.standing);
    } else {
      failures += 1;
      if (isDamage(error)) store.damaged();
      trouble = isNotWritten(error) ? notWritten : ownFault;
      if (trouble !== before) log.warn({ fault: faultOf(error) }, 'the sync itself has failed');
    }
    enter('stopped');
    if (trouble !== before) store.changed();
  }

  function noteStanding({ code, message }: Standing): void {
    log.warn({ standing: code }, 'the district does not work with this installation');
    try {
      if (code !== 'pending') exchange.stand({ code, sentence: message });
    } catch {
      // A disk that does not take it either: the district will say it again.
    }
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
      const wait = trouble === null ? backOff(Math.max(1, failures), random()) : turnedAwayMs;
      await sleep(wait, undefined, { signal }).catch(() => {});
      if (!closing.signal.aborted) now();
    }
  }

  return {
    /** Tries again at once, whatever the back-off says. */
    now,
    /** Sealed files, for desks without a network. */
    carried: carriedDesk(store, exchange, handIn, district),

    view(): SyncView {
      const { pending, attention, oldestPendingAt } = store.outbox.counts();
      return {
        state,
        sentence: sentenceOf(
          state,
          pending,
          trouble ??
            exchange.blocked() ??
            (comeAgainMs !== null ? busySentence : state === 'offline' ? null : exchange.behind()),
        ),
        pending,
        attention,
        oldestPendingAt: oldestPendingAt as Instant | null,
        lastServerTime: store.settings.get('serverTime')?.at ?? null,
        uploads: uploads(),
      };
    },

    async close(): Promise<void> {
      closing.abort();
      wake();
      stopListening();
      await Promise.all([running, listening, handIn?.close()]);
    },
  };
}

function sentenceOf(state: SyncView['state'], pending: number, stopped: string | null): string {
  if (stopped !== null) return stopped;
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
