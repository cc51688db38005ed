import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LedFormat } from '#shared/devices/device-profile.ts';
import { type DeviceStatus, otherDeviceStatus } from '#shared/devices/device-status.ts';
import { type Device, listeners } from '../device.ts';
import { LineUnavailable, type OpenLine } from '../line.ts';
import { hexOf, trafficLog } from '../traffic.ts';
import { ledFrame } from './led-frame.ts';

export interface LedBoard extends Device {
  /** Shows a text; where several come before the board is free, the last one only. */
  show(text: string): Promise<boolean>;
}

/** An LED board over a window. It answers nothing: what was sent is sent, and no more is known. */
export function startLedBoard(options: { open: OpenLine; format: LedFormat; now?: () => number }): LedBoard {
  const { open, format, now = Date.now } = options;
  const onStatus = listeners<DeviceStatus>();
  const traffic = trafficLog();
  let status = otherDeviceStatus('ledBoard', 'starting');
  let last: Promise<unknown> = Promise.resolve();
  let latest = 0;
  let closed = false;

  function publish(code: string): void {
    if (code === status.code) return;
    status = otherDeviceStatus('ledBoard', code);
    onStatus.tell(status);
  }

  /** The line is opened for each text: a board that was unplugged in between is there again by itself. */
  async function send(text: string): Promise<boolean> {
    const frame = ledFrame(text, format);
    try {
      const line = await open();
      line.on('error', () => {});
      await new Promise<void>((resolve, reject) =>
        line.write(frame, (error) => (error ? reject(error) : resolve())),
      );
      await sleep(format.pauseMs);
      line.destroy();
      if (!line.closed) await once(line, 'close');
      traffic.add(now(), hexOf(frame), '这种屏不回报');
      publish('ready');
      return true;
    } catch (error) {
      publish(error instanceof LineUnavailable && error.why === 'portBusy' ? 'portBusy' : 'unplugged');
      return false;
    }
  }

  const board: LedBoard = {
    status: () => status,
    onStatus: onStatus.add,
    traffic: traffic.lines,
    show(text) {
      const turn = ++latest;
      const shown = last.then(() => (closed || turn !== latest ? false : send(text)));
      last = shown;
      return shown;
    },
    test: async () =>
      (await board.show('一窗 12345'))
        ? { outcome: 'unknown', sentence: '已送出“一窗 12345”。这种屏不回报状态，请看一下屏上是否显示。' }
        : { outcome: 'failed', sentence: status.message },
    async close() {
      closed = true;
      await last;
      publish('closed');
    },
  };
  return board;
}
