/**
 * The identity card reader: watches for a card, reads it, asks for it to be taken away, and comes back by itself
 * after an unplugged cable. Nothing that is on a card is logged or kept here.
 */
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { cardReaderStatus, type DeviceStatus, samFailureStatus } from '#shared/devices/device-status.ts';
import { type IdentityCard, parseCardText } from '#shared/identity/card.ts';
import { type SamAnswer, type SamCommand, type SamTimeouts, samCommands, samLink } from './sam-link.ts';

export type CardReading =
  /** `at` in milliseconds since 1970. */
  | { readonly kind: 'card'; readonly card: IdentityCard; readonly at: number }
  /** A card was laid and could not be used; the status says why. Told once, not at every attempt. */
  | { readonly kind: 'fault'; readonly status: DeviceStatus };

export interface CardReader {
  status(): DeviceStatus;
  /** Tells every change of status; returns how to stop it. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  onCard(listener: (reading: CardReading) => void): () => void;
  close(): Promise<void>;
}

export interface CardReaderOptions {
  /** Opens the line to the reader: a serial port, or a virtual reader. Rejects when it is not there. */
  open(): Promise<Duplex>;
  readonly now?: () => number;
  readonly timeouts?: SamTimeouts;
  /** Milliseconds between two looks for a card. */
  readonly pollMs?: number;
  /** The longest wait before another opening; a reader is back within 5 s of its cable. */
  readonly longestBackOffMs?: number;
  /** How long a fault stays on the screen after the card is gone. */
  readonly faultShownMs?: number;
}

/** What the reader is being asked. `finding` and `lifting` both look for a card; a read one may lie there still. */
type Phase = 'checking' | 'finding' | 'selecting' | 'reading' | 'lifting' | 'probing';

interface Turn {
  readonly phase: Phase;
  /** Undefined: nothing new to tell. */
  readonly status?: DeviceStatus;
  readonly card?: IdentityCard;
  /** A card is there, and the status says why it cannot be used. */
  readonly fault?: boolean;
  /** Ask on without waiting for the next look. */
  readonly atOnce?: boolean;
}

const questions: Readonly<Record<Phase, SamCommand>> = {
  checking: samCommands.status,
  finding: samCommands.findCard,
  selecting: samCommands.selectCard,
  reading: samCommands.readCard,
  lifting: samCommands.findCard,
  probing: samCommands.newestAddress,
};

/** The whole behaviour: what follows from an answer in a phase. */
function next(phase: Phase, answer: Exclude<SamAnswer, { kind: 'lost' }>): Turn {
  if (answer.kind !== 'answered') {
    const fault = phase === 'selecting' || phase === 'reading';
    if (answer.kind === 'silent') return { phase: 'checking', status: cardReaderStatus('silent'), fault };
    return { phase: 'finding', status: cardReaderStatus('garbled'), fault };
  }
  switch (phase) {
    case 'checking':
      if (!answer.good) return { phase, status: samFailureStatus(answer.sw3) };
      return { phase: 'finding', status: cardReaderStatus('ready'), atOnce: true };
    case 'finding':
      if (answer.good) return { phase: 'selecting', status: cardReaderStatus('reading'), atOnce: true };
      if (answer.sw3 === noCard) return { phase, status: cardReaderStatus('ready') };
      return { phase, status: samFailureStatus(answer.sw3), fault: true };
    case 'selecting':
      if (!answer.good) return { phase: 'finding', status: samFailureStatus(answer.sw3), fault: true };
      return { phase: 'reading', atOnce: true };
    case 'reading': {
      if (!answer.good) return { phase: 'finding', status: samFailureStatus(answer.sw3), fault: true };
      const card = parseCardText(answer.data.subarray(textOffset, photoOffset));
      if (card.kind !== 'fault') return { phase: 'lifting', status: cardReaderStatus('cardLeft'), card };
      const { code, message } = card;
      return {
        phase: 'lifting',
        status: { kind: 'cardReader', state: 'attention', code, message },
        fault: true,
      };
    }
    case 'lifting':
      // A reader does not find a card that it has read until it was lifted, so a card found is another one.
      if (answer.good) return { phase: 'selecting', status: cardReaderStatus('reading'), atOnce: true };
      return { phase: 'probing', atOnce: true };
    case 'probing':
      // "Not found" does not tell a card left lying from no card. Its newest address does: an answer, even "there
      // is none", comes from a card. (Unconfirmed for every make: where a reader refuses, we only say 已取走 early.)
      if (answer.good) return { phase: 'lifting' };
      return { phase: 'finding', status: cardReaderStatus('lifted') };
  }
}

/** Starts to watch; never throws, whatever the reader does. */
export function startCardReader(options: CardReaderOptions): CardReader {
  const { open, now = Date.now, pollMs = 300, longestBackOffMs = 3000, faultShownMs = 5000 } = options;
  const timeouts = options.timeouts ?? { command: 1000, header: 3000, body: 2000 };
  const closing = new AbortController();
  const statusListeners = new Set<(status: DeviceStatus) => void>();
  const cardListeners = new Set<(reading: CardReading) => void>();
  let status = cardReaderStatus('starting');
  let fault: { code: string; at: number } | undefined;

  const running = run();
  return {
    status: () => status,
    onStatus: (listener) => subscribe(statusListeners, listener),
    onCard: (listener) => subscribe(cardListeners, listener),
    close: async () => {
      closing.abort();
      await running;
      publish(cardReaderStatus('closed'));
    },
  };

  async function run(): Promise<void> {
    let backOff = firstBackOff;
    while (!closing.signal.aborted) {
      const line = await open().catch(() => undefined);
      if (!line) unplugged();
      else if (await serve(line)) backOff = firstBackOff;
      await pause(backOff);
      backOff = Math.min(backOff * 2, longestBackOffMs);
    }
  }

  /** Talks until the line is lost or the reader stays silent; true when it has answered at all. */
  async function serve(line: Duplex): Promise<boolean> {
    const link = samLink(line, timeouts);
    const hangUp = (): void => void link.close();
    closing.signal.addEventListener('abort', hangUp);
    let phase: Phase = 'checking';
    let answered = false;
    let silences = 0;
    // A driver may never say that its device is gone; a line that stays silent is opened anew.
    while (silences < 3 && !closing.signal.aborted) {
      const answer = await link.exchange(questions[phase]);
      if (answer.kind === 'lost') {
        if (!closing.signal.aborted) unplugged();
        break;
      }
      silences = answer.kind === 'silent' ? silences + 1 : 0;
      answered ||= answer.kind === 'answered';
      const turn = next(phase, answer);
      phase = turn.phase;
      tell(turn);
      if (!turn.atOnce && answer.kind !== 'silent') await pause(pollMs);
    }
    closing.signal.removeEventListener('abort', hangUp);
    await link.close();
    return answered;
  }

  function tell({ status: told, card, fault: failed = false }: Turn): void {
    if (!told) return;
    if (failed) {
      // The same card is tried again and again while it lies there: told once.
      const known = fault?.code === told.code;
      fault = { code: told.code, at: now() };
      publish(told);
      if (!known) emit(cardListeners, { kind: 'fault', status: told });
      return;
    }
    if (fault && told.code === 'reading') return;
    if (fault && told.code === 'ready' && now() - fault.at < faultShownMs) return;
    fault = undefined;
    publish(told);
    if (card) emit(cardListeners, { kind: 'card', card, at: now() });
  }

  function unplugged(): void {
    fault = undefined;
    publish(cardReaderStatus('unplugged'));
  }

  function publish(told: DeviceStatus): void {
    // After 已取走 there is nothing new in 请放置证件.
    if (told.code === status.code || (told.code === 'ready' && status.code === 'lifted')) return;
    status = told;
    emit(statusListeners, told);
  }

  function pause(milliseconds: number): Promise<void> {
    return sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => {});
  }
}

const firstBackOff = 250;
const noCard = 0x80;
/** Within the data of an answer: after the lengths of text and photo. */
const textOffset = 4;
const photoOffset = textOffset + 256;

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function emit<Value>(listeners: ReadonlySet<(value: Value) => void>, value: Value): void {
  for (const listener of [...listeners]) listener(value);
}
