/**
 * The ticket printer: knows how it is before somebody touches the screen, prints one job after another, and never
 * calls a job printed that the printer has not confirmed.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DeviceStatus,
  type TicketPrinterCode,
  ticketPrinterStatus,
} from '#shared/devices/device-status.ts';
import { askState, readState } from './printer-state.ts';
import type { Exchanged, Transport } from './transport.ts';

export interface PrintJob {
  /** One id through every attempt. A job that is being printed under this id is not printed twice. */
  readonly id: string;
  readonly bytes: Uint8Array;
}

export type PrintOutcome =
  /** Sent whole, and the printer says that it is well afterwards. */
  | { readonly kind: 'printed' }
  /** Nothing of the job was sent; it may be tried again. */
  | { readonly kind: 'refused'; readonly status: DeviceStatus }
  /** Something was sent and not confirmed: a person has to look before it is printed again. */
  | { readonly kind: 'unknown'; readonly status: DeviceStatus };

export interface TicketPrinter {
  status(): DeviceStatus;
  /** Tells every change of status; returns how to stop it. */
  onStatus(listener: (status: DeviceStatus) => void): () => void;
  print(job: PrintJob): Promise<PrintOutcome>;
  /** Ends after the jobs that were asked for. */
  close(): Promise<void>;
}

export interface TicketPrinterOptions {
  readonly transport: Transport;
  /** Milliseconds between two looks at an idle printer. */
  readonly pollMs?: number;
  /** An idle printer answers in a millisecond; a job must not wait long for one that does not. */
  readonly idleTimeoutMs?: number;
  /** Slow printers need up to 15 s. */
  readonly jobTimeoutMs?: number;
}

/** Starts to watch the printer; never throws, whatever it does. */
export function startTicketPrinter(options: TicketPrinterOptions): TicketPrinter {
  const { transport, pollMs = 3000, idleTimeoutMs = 2000, jobTimeoutMs = 15_000 } = options;
  const closing = new AbortController();
  const listeners = new Set<(status: DeviceStatus) => void>();
  const underWay = new Map<string, Promise<PrintOutcome>>();
  let status = ticketPrinterStatus('starting');
  let last: Promise<unknown> = Promise.resolve();

  const watching = watch();
  return {
    status: () => status,
    onStatus: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    print: (job) => {
      const known = underWay.get(job.id);
      if (known) return known;
      if (closing.signal.aborted) return Promise.resolve({ kind: 'refused', status });
      const outcome = inTurn(() => print(job)).finally(() => underWay.delete(job.id));
      underWay.set(job.id, outcome);
      return outcome;
    },
    close: async () => {
      closing.abort();
      await watching;
      await last;
      await transport.close();
      publish(ticketPrinterStatus('closed'));
    },
  };

  async function print(job: PrintJob): Promise<PrintOutcome> {
    const before = stateAfter(await ask(jobTimeoutMs), 'silent', 'unreachable');
    if (before.state !== 'ready' && before.state !== 'attention') {
      publish(before);
      return { kind: 'refused', status: before };
    }
    publish(ticketPrinterStatus('printing'));
    const sent = await transport.exchange(Buffer.concat([job.bytes, askState]), readState, jobTimeoutMs);
    const after = stateAfter(sent, 'unconfirmed', 'interrupted');
    publish(after);
    if (sent.kind === 'unreachable') return { kind: 'refused', status: after };
    const well = after.state === 'ready' || after.state === 'attention';
    return well ? { kind: 'printed' } : { kind: 'unknown', status: after };
  }

  async function watch(): Promise<void> {
    while (!closing.signal.aborted) {
      await inTurn(async () => publish(stateAfter(await ask(idleTimeoutMs), 'silent', 'unreachable')));
      await sleep(pollMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  function ask(timeoutMs: number): Promise<Exchanged<DeviceStatus>> {
    return transport.exchange(askState, readState, timeoutMs);
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
    for (const listener of [...listeners]) listener(told);
  }
}

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
      return ticketPrinterStatus('unreachable');
  }
}
