/**
 * The ticket printer: knows how it is before somebody touches the screen, prints one job after another, and never
 * calls a job printed that the printer has not confirmed.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DeviceStatus,
  type TicketPrinterCode,
  ticketPrinterStatus,
} from '#shared/devices/device-status.ts';
import type { SlipWidth } from '#shared/devices/slip.ts';
import { testPage } from '#shared/devices/test-page.ts';
import { type Device, listeners } from '../device.ts';
import { hexOf, trafficLog } from '../traffic.ts';
import { renderSlip } from './escpos.ts';
import { maskedJob } from './escpos-commands.ts';
import { askState, readState } from './printer-state.ts';
import type { SlipFont } from './slip-font.ts';
import type { SlipLogo } from './slip-logo.ts';
import type { Exchanged, Transport } from './transport.ts';

export interface PrintJob {
  /** One id through every attempt. A job that is being printed under this id is not printed twice. */
  readonly id: string;
  readonly bytes: Uint8Array;
  /** Another printer will take it where this one does not answer soon. */
  readonly spareStandsBy?: boolean;
}

export type PrintOutcome =
  /** Sent whole, and the printer says that it is well afterwards. */
  | { readonly kind: 'printed' }
  /** Nothing of the job was sent; it may be tried again. */
  | { readonly kind: 'refused'; readonly status: DeviceStatus }
  /** Something was sent and not confirmed: a person has to look before it is printed again. */
  | { readonly kind: 'unknown'; readonly status: DeviceStatus };

export interface TicketPrinter extends Device {
  /** What its paper takes. */
  readonly width: SlipWidth;
  print(job: PrintJob): Promise<PrintOutcome>;
  /** Ends after the jobs that were asked for. */
  close(): Promise<void>;
}

export interface TicketPrinterOptions {
  readonly transport: Transport;
  /** 80 mm where nothing is said. */
  readonly width?: SlipWidth;
  readonly now?: () => number;
  /** Milliseconds between two looks at an idle printer. */
  readonly pollMs?: number;
  /** An idle printer answers in a millisecond; a job must not wait long for one that does not. */
  readonly idleTimeoutMs?: number;
  /** Slow printers need up to 15 s. */
  readonly jobTimeoutMs?: number;
  /** Draws what the printer's own fonts do not have, on its test page. */
  readonly font?: SlipFont | null;
  /** Stands at the head of its test page as of every slip. */
  readonly logo?: SlipLogo | null;
}

/** Starts to watch the printer; never throws, whatever it does. */
export function startTicketPrinter(options: TicketPrinterOptions): TicketPrinter {
  const { transport, width = '80mm', now = Date.now, pollMs = 3000 } = options;
  const { idleTimeoutMs = 2000, jobTimeoutMs = 15_000, font = null, logo = null } = options;
  const closing = new AbortController();
  const onStatus = listeners<DeviceStatus>();
  const traffic = trafficLog();
  const underWay = new Map<string, Promise<PrintOutcome>>();
  let status = ticketPrinterStatus(transport.mute === 'always' ? 'mute' : 'starting');
  let last: Promise<unknown> = Promise.resolve();

  const watching = transport.mute === 'always' ? Promise.resolve() : watch();
  const silent = transport.mute ? 'mute' : 'silent';
  const printer: TicketPrinter = {
    width,
    status: () => status,
    onStatus: onStatus.add,
    traffic: traffic.lines,
    print: (job) => {
      const known = underWay.get(job.id);
      if (known) return known;
      if (closing.signal.aborted) return Promise.resolve({ kind: 'refused', status });
      const outcome = inTurn(() => print(job)).finally(() => underWay.delete(job.id));
      underWay.set(job.id, outcome);
      return outcome;
    },
    test: async () => {
      const outcome = await printer.print({
        id: randomUUID(),
        bytes: renderSlip(testPage(width), font, logo).bytes,
      });
      const { outcome: came, reason } = testPageOutcome(outcome);
      return came === 'printed'
        ? { outcome: 'passed', sentence: `${reason}请核对汉字、生僻字和二维码是否清楚。` }
        : { outcome: came, sentence: reason };
    },
    close: async () => {
      closing.abort();
      await watching;
      await last;
      await transport.close();
      publish(ticketPrinterStatus('closed'));
    },
  };
  return printer;

  async function print(job: PrintJob): Promise<PrintOutcome> {
    if (transport.mute !== 'always') {
      // Where silence says nothing, or a spare stands by, there is no point in waiting for it to end.
      const patience = transport.mute || job.spareStandsBy ? idleTimeoutMs : jobTimeoutMs;
      const before = stateAfter(await ask(patience), silent, 'unreachable');
      if (!isWell(before) && before.code !== 'mute') {
        publish(before);
        return { kind: 'refused', status: before };
      }
    }
    publish(ticketPrinterStatus('printing'));
    const bytes = transport.mute === 'always' ? job.bytes : Buffer.concat([job.bytes, askState]);
    const sent = await exchange(bytes, maskedJob(bytes), transport.mute ? idleTimeoutMs : jobTimeoutMs);
    const after = stateAfter(sent, transport.mute ? 'mute' : 'unconfirmed', 'interrupted');
    publish(after);
    if (sent.kind === 'unreachable') return { kind: 'refused', status: after };
    return isWell(after) ? { kind: 'printed' } : { kind: 'unknown', status: after };
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      await inTurn(async () => publish(stateAfter(await ask(idleTimeoutMs), silent, 'unreachable')));
      await sleep(pollMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  function ask(timeoutMs: number): Promise<Exchanged<DeviceStatus>> {
    return exchange(askState, hexOf(askState), timeoutMs);
  }

  async function exchange(bytes: Uint8Array, asked: string, timeoutMs: number) {
    const at = now();
    const exchanged = await transport.exchange(bytes, readState, timeoutMs);
    traffic.add(
      at,
      asked,
      exchanged.kind === 'answered' ? hexOf(exchanged.received) : silences[exchanged.kind],
    );
    return exchanged;
  }

  /** Strictly one after another, looks included: answers carry no name. */
  function inTurn<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = last.then(task);
    last = result;
    return result;
  }

  function publish(told: DeviceStatus): void {
    if (told.code === status.code) return;
    status = told;
    onStatus.tell(told);
  }
}

const silences = { unreachable: '连接不上', silent: '没有应答', interrupted: '线路断开' } as const;
const isWell = ({ state }: DeviceStatus): boolean => state === 'ready' || state === 'attention';

function stateAfter(
  exchanged: Exchanged<DeviceStatus>,
  silent: TicketPrinterCode,
  broken: TicketPrinterCode,
): DeviceStatus {
  switch (exchanged.kind) {
    case 'answered':
      return exchanged.answer;
    case 'silent':
      return ticketPrinterStatus(silent);
    case 'interrupted':
      return ticketPrinterStatus(broken);
    case 'unreachable':
      return ticketPrinterStatus(exchanged.held ? 'portBusy' : 'unreachable');
  }
}

/**
 * What a test page tells of the printer. A job and a test ask different things: of a job that a silent printer was not
 * sent, it is known that it is not on paper, and the ledger says 没有打印; of the printer itself nothing is known.
 */
export function testPageOutcome(outcome: PrintOutcome): {
  outcome: 'printed' | 'failed' | 'unknown';
  reason: string;
} {
  if (outcome.kind === 'printed') return { outcome: 'printed', reason: '测试页已打印，打印机已确认。' };
  const { state, message } = outcome.status;
  if (outcome.kind === 'unknown')
    return { outcome: 'unknown', reason: `测试页已送出，没有得到确认。${message}` };
  return { outcome: state === 'unknown' ? 'unknown' : 'failed', reason: `测试页没有送出。${message}` };
}
