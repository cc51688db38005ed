import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DeviceStatus, otherDeviceStatus } from '#shared/devices/device-status.ts';
import { type Device, listeners } from '../device.ts';
import { LineUnavailable, type OpenLine } from '../line.ts';
import { masked, trafficLog } from '../traffic.ts';

/** Reads codes off papers and phones. What it reads may be anything that somebody holds before it. */
export interface CodeScanner extends Device {
  onScan(listener: (text: string) => void): () => void;
  /** A page has got a code from it as from a keyboard. */
  typed(text: string): void;
}

/** Of one code; what is longer is handed on cut, so that whoever holds it is answered. */
export const longestScan = 1_024;
const reopenMs = 2_000;

/**
 * A code scanner, which ends each code with CR, LF or both.
 * @param open null where it types like a keyboard: a page listens then, and nothing tells whether it is plugged in
 */
export function startCodeScanner(open: OpenLine | null, now: () => number = Date.now): CodeScanner {
  const closing = new AbortController();
  const onStatus = listeners<DeviceStatus>();
  const onScan = listeners<string>();
  const traffic = trafficLog();
  let status = otherDeviceStatus('codeScanner', open === null ? 'typing' : 'starting');
  const running = open === null ? Promise.resolve() : run(open);

  function publish(code: string): void {
    if (code === status.code) return;
    status = otherDeviceStatus('codeScanner', code);
    onStatus.tell(status);
  }

  function scanned(text: string): void {
    traffic.add(now(), '', masked(text.length));
    onScan.tell(text.slice(0, longestScan));
  }

  async function run(openLine: OpenLine): Promise<void> {
    while (!closing.signal.aborted) {
      try {
        const line = await openLine();
        publish('ready');
        await listen(line);
        publish('unplugged');
      } catch (error) {
        publish(error instanceof LineUnavailable && error.why === 'portBusy' ? 'portBusy' : 'unplugged');
      }
      await sleep(reopenMs, undefined, { signal: closing.signal }).catch(() => {});
    }
  }

  /** Hands on each code until the line is lost. */
  async function listen(line: Duplex): Promise<void> {
    let held = '';
    line.on('error', () => {});
    line.on('data', (chunk: Buffer) => {
      const pieces = `${held}${chunk.toString('latin1')}`.split(/[\r\n]+/);
      held = (pieces.pop() ?? '').slice(0, longestScan);
      for (const piece of pieces) if (piece !== '') scanned(piece);
    });
    const hangUp = (): void => void line.destroy();
    if (closing.signal.aborted) hangUp();
    closing.signal.addEventListener('abort', hangUp);
    if (!line.closed) await once(line, 'close');
    closing.signal.removeEventListener('abort', hangUp);
  }

  return {
    status: () => status,
    onStatus: onStatus.add,
    onScan: onScan.add,
    typed(text) {
      publish('ready');
      scanned(text);
    },
    traffic: traffic.lines,
    test: async () => ({
      outcome: 'unknown',
      sentence: `${status.message}请在取号机前扫一个预选事项的二维码试试。`,
    }),
    async close() {
      closing.abort();
      await running;
      publish('closed');
    },
  };
}
