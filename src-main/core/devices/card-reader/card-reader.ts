/**
 * The identity card reader: watches for a card, reads it, asks for it to be taken away, and comes back by itself
 * after an unplugged cable. Nothing that is on a card is logged or kept here.
 */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardReaderStatus, type DeviceStatus } from '#shared/devices/device-status.ts';
import { isVirtualSam } from '#shared/devices/sam-id.ts';
import { type Device, listeners } from '../device.ts';
import { LineUnavailable } from '../line.ts';
import { trafficLog } from '../traffic.ts';
import { type CardRead, next, type Phase, questionOf, type Turn } from './reader-cycle.ts';
import { answerText, requestText, type SamTimeouts, samLink, usualTimeouts } from './sam-link.ts';

export type CardReading =
  /** `at` in milliseconds since 1970. */
  | ({
      readonly kind: 'card';
      readonly at: number;
      /** Read by a reader that only imitates one: for a demo, and evidence of nothing. */
      readonly virtual: boolean;
    } & CardRead)
  /** A card was laid and could not be used; the status says why. Told once, not at every attempt. */
  | { readonly kind: 'fault'; readonly status: DeviceStatus };

export interface CardReader extends Device {
  onCard(listener: (reading: CardReading) => void): () => void;
}

export interface CardReaderOptions {
  /**
   * Opens the line to the reader: a serial port, or a virtual reader. Rejects with `LineUnavailable` where that says
   * why, with anything else where it is not there.
   */
  open(): Promise<Duplex>;
  readonly fingerprint?: boolean;
  readonly now?: () => number;
  readonly timeouts?: SamTimeouts;
  /** Milliseconds between two looks for a card. */
  readonly pollMs?: number;
  /** The longest wait before another opening; a reader is back within 5 s of its cable. */
  readonly longestBackOffMs?: number;
  /** How long a fault stays on the screen after the card is gone. */
  readonly faultShownMs?: number;
}

/**
 * Starts to watch; never throws, whatever the reader does. Looking for a card is its heartbeat: a reader that does
 * not answer is asked how it is, and after three silences its line is opened anew, each time after a longer pause.
 */
export function startCardReader(options: CardReaderOptions): CardReader {
  const { open, fingerprint = false, now = Date.now, pollMs = 150 } = options;
  const { timeouts = usualTimeouts, longestBackOffMs = 3000, faultShownMs = 5000 } = options;
  const closing = new AbortController();
  const onStatus = listeners<DeviceStatus>();
  const onCard = listeners<CardReading>();
  const traffic = trafficLog();
  let status = cardReaderStatus('starting');
  let fault: { code: string; at: number } | undefined;
  let samId = '';

  const running = run();
  return {
    status: () => status,
    onStatus: onStatus.add,
    onCard: onCard.add,
    traffic: traffic.lines,
    test: async () => {
      const works = status.state !== 'offline' && status.state !== 'unknown' && status.state !== 'fault';
      if (!works) return { outcome: 'failed', sentence: status.message };
      const who = isVirtualSam(samId) ? '演示读卡器' : `模块号${samId || '没有报告'}`;
      return { outcome: 'passed', sentence: `读卡器应答正常（${who}）。请放一张身份证，看能否读出。` };
    },
    close: async () => {
      closing.abort();
      await running;
      publish(cardReaderStatus('closed'));
    },
  };

  async function run(): Promise<void> {
    let backOff = firstBackOff;
    while (!closing.signal.aborted) {
      const line = await open().catch((error: unknown) => void unavailable(error));
      if (line && (await serve(line))) backOff = firstBackOff;
      await pause(backOff);
      backOff = Math.min(backOff * 2, longestBackOffMs);
    }
  }

  /** Talks until the line is lost or the reader stays silent; true when it has answered at all. */
  async function serve(line: Duplex): Promise<boolean> {
    const link = samLink(line, timeouts);
    const hangUp = (): void => void link.close();
    closing.signal.addEventListener('abort', hangUp);
    let phase: Phase = { kind: 'checking' };
    let answered = false;
    let silences = 0;
    // A driver may never say that its device is gone; a line that stays silent is opened anew.
    while (silences < 3 && !closing.signal.aborted) {
      const question = questionOf(phase, fingerprint);
      const answer = await link.exchange(question);
      traffic.add(now(), requestText(question), answerText(question, answer));
      if (answer.kind === 'lost') {
        if (!closing.signal.aborted) unavailable(undefined);
        break;
      }
      silences = answer.kind === 'silent' ? silences + 1 : 0;
      answered ||= answer.kind === 'answered';
      const turn = next(phase, answer);
      phase = turn.phase;
      samId = turn.samId ?? samId;
      tell(turn);
      if (!turn.atOnce && answer.kind !== 'silent') await pause(pollMs);
      // What the reader may still say of this card must not be taken for the next one's: it is waited out.
      if (answer.kind === 'silent' && question.slow) await pause(timeouts.body);
    }
    closing.signal.removeEventListener('abort', hangUp);
    await link.close();
    return answered;
  }

  function tell({ status: told, read, fault: failed = false }: Turn): void {
    if (!told) return;
    if (failed) {
      // The same card is tried again and again while it lies there: told once.
      const known = fault?.code === told.code;
      fault = { code: told.code, at: now() };
      publish(told);
      if (!known) onCard.tell({ kind: 'fault', status: told });
      return;
    }
    if (fault && told.code === 'reading') return;
    if (fault && told.code === 'ready' && now() - fault.at < faultShownMs) return;
    fault = undefined;
    publish(told);
    if (read) onCard.tell({ kind: 'card', ...read, at: now(), virtual: isVirtualSam(samId) });
  }

  function unavailable(why: unknown): void {
    fault = undefined;
    samId = '';
    publish(cardReaderStatus(why instanceof LineUnavailable ? why.why : 'unplugged'));
  }

  function publish(told: DeviceStatus): void {
    // After 已取走 there is nothing new in 请放置证件.
    if (told.code === status.code || (told.code === 'ready' && status.code === 'lifted')) return;
    status = told;
    onStatus.tell(told);
  }

  function pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => {});
  }
}

const firstBackOff = 250;
