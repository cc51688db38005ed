import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceProfileSchema } from '#shared/devices/device-profile.ts';
import { openSerialLine } from '../../src-main/core/devices/serial-line.ts';
import { done, prepareInstallation, uuidv7 } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { until } from '../support/wait.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;

describe.skipIf(!hasSocat)('an LED board on a serial port (skipped where socat is not installed)', () => {
  const folder = tempFolder();
  const [port, far] = [join(folder, 'led'), join(folder, 'far')];
  const ending: (() => void)[] = [];
  let counter: Counter;
  /** What has come to the board, frame by frame: without its marks, which GBK never has in a character, and the checksum, which is looked at. */
  let seen = Buffer.alloc(0);
  const frames = (): string[] =>
    [...seen.toString('latin1').matchAll(/#([^#$]*)\$(.)/gs)].map(([frame, text = '', check]) => {
      const sum = [...Buffer.from(frame.slice(0, -1), 'latin1')].reduce((xor, byte) => xor ^ byte, 0);
      expect(check?.charCodeAt(0)).toBe(sum);
      return iconv.decode(Buffer.from(text, 'latin1'), 'gbk');
    });

  beforeAll(async () => {
    const socat = spawn('socat', [`pty,raw,echo=0,link=${port}`, `pty,raw,echo=0,link=${far}`]);
    ending.push(() => socat.kill());
    await until('the port is there', () => existsSync(port) && existsSync(far));
    const board = await openSerialLine(far, 9_600);
    ending.push(() => board.destroy());
    board.on('data', (bytes: Buffer) => {
      seen = Buffer.concat([seen, bytes]);
    });
    counter = await startCounter({
      folder: prepareInstallation(tempFolder()),
      provisioned: [
        deviceProfileSchema.parse({
          ...{ id: 'led', name: '窗口屏', place: 'counter', kind: 'ledBoard', address: `serial:${port}` },
          led: { template: '#{text}$', checksum: 'xor', pauseMs: 0 },
        }),
      ],
    });
    await counter.signIn();
  });
  afterAll(async () => {
    await counter?.close();
    for (const end of ending.reverse()) end();
  });

  it('shows who is called to its counter, who is served, and that it is free again', async () => {
    const shows = (text: string) => until(text, () => frames().at(-1) === text);
    const { number } = await done(counter.kiosk.issue({ ticketId: uuidv7(), categoryId: 'civil' }));
    await done(counter.clerk.queue.callNext({}));
    await shows(`请${number}号到3号综合窗口`);
    await done(counter.clerk.queue.arrive());
    await shows(`3号综合窗口 正在办理${number}号`);
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
    await shows('3号综合窗口 欢迎');
  });
});
