import { setTimeout as sleep } from 'node:timers/promises';
import type { UploadsView } from '#shared/contracts/views.ts';
import { OutOfReach } from '../identity/district-answer.ts';
import type { WaitingBlob } from '../store/case-blobs.ts';
import type { Store } from '../store/store.ts';
import { backOff } from './back-off.ts';
import { type BlobWire, NotExpected, SpoiltOnTheWay } from './blob-wire.ts';

/** A piece takes a second on the poorest line of a station; what was sent of it before a cut is not sent again. */
const pieceBytes = 128 * 1024;
/** Scans leave room on the line for cases, calls and the hall's telephone. */
const bytesPerSecond = 1024 * 1024;
/** So often it is looked for what has come up meanwhile, where nothing told. */
const pollMs = 15_000;

export interface UploadsOptions {
  store: Store;
  wire: BlobWire;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** Most bytes in a second; where nothing is said, a megabyte. */
  bytesPerSecond?: number;
}

/** Sends scans and files after their cases, one piece after the other, and says how far it is. */
export type Uploads = ReturnType<typeof startUploads>;

/** Starts at once and goes on until it is closed; never throws. */
export function startUploads({ store, wire, log, ...options }: UploadsOptions) {
  const pace = options.bytesPerSecond ?? bytesPerSecond;
  const closing = new AbortController();
  const { signal } = closing;
  let current: { hash: string; sent: number } | null = null;
  let failures = 0;
  let wake = () => {};
  /** What the district does not expect yet, and when it is tried again. */
  const putOff = new Map<string, number>();

  const stopListening = store.onChange(() => wake());
  const running = run();

  async function run(): Promise<void> {
    while (!signal.aborted) {
      const blob = nextBlob();
      if (blob === undefined) {
        await pause(pollMs, true);
        continue;
      }
      try {
        await send(blob);
        failures = 0;
      } catch (error) {
        if (signal.aborted) break;
        await afterFault(blob, error);
      } finally {
        current = null;
      }
    }
  }

  /** Cases go first: as long as one step waits, no scan does anything. */
  function nextBlob(): WaitingBlob | undefined {
    if (store.outbox.counts().pending > 0) return undefined;
    return store.caseBlobs.next().find(({ hash }) => (putOff.get(hash) ?? 0) <= performance.now());
  }

  async function send({ hash }: WaitingBlob): Promise<void> {
    const bytes = store.blobs.get(hash);
    if (bytes === null) {
      store.caseBlobs.settle(hash, 'elsewhere');
      return;
    }
    let offset = await wire.begin(hash, bytes.length, signal);
    while (offset < bytes.length) {
      current = { hash, sent: offset };
      if (store.outbox.counts().pending > 0) return;
      const began = performance.now();
      const next = await wire.send(hash, offset, bytes.subarray(offset, offset + pieceBytes), signal);
      const wait = ((next - offset) / pace) * 1_000 - (performance.now() - began);
      offset = next;
      current = { hash, sent: offset };
      store.changed();
      if (wait > 0) await sleep(wait, undefined, { signal });
    }
    store.caseBlobs.settle(hash, 'arrived');
    store.changed();
  }

  async function afterFault({ hash }: WaitingBlob, error: unknown): Promise<void> {
    if (error instanceof NotExpected) {
      putOff.set(hash, performance.now() + pollMs);
      return;
    }
    if (error instanceof SpoiltOnTheWay) {
      log.warn({}, 'a scan arrived spoilt and is sent again');
      failures += 1;
    } else if (error instanceof OutOfReach) failures += 1;
    else {
      log.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'a scan could not be sent');
      failures += 1;
    }
    await pause(backOff(failures, Math.random()), false);
  }

  async function pause(ms: number, untilWoken: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => end(), ms);
      const end = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      if (untilWoken) wake = end;
      signal.addEventListener('abort', end, { once: true });
    });
    wake = () => {};
  }

  return {
    /** What has not arrived, for the outbox page; null where all has. */
    view(): UploadsView | null {
      const { files, bytes } = store.caseBlobs.waiting();
      return files === 0 ? null : { files, bytes, sentBytes: current?.sent ?? 0, moving: current !== null };
    },

    async close(): Promise<void> {
      closing.abort();
      wake();
      stopListening();
      await running;
    },
  };
}
