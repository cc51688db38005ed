import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type CardReader, startCardReader } from '../../src-main/core/devices/card-reader/card-reader.ts';
import { readerLine } from '../../src-main/core/devices/card-reader/find-reader.ts';
import { openSerialLine } from '../../src-main/core/devices/serial-line.ts';
import { createVirtualCardReader } from '../../src-main/demo/devices/virtual-card-reader.ts';
import { cardOf } from '../support/devices.ts';
import { tempFolder } from '../support/folder.ts';
import { startStopwatch } from '../support/wait.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const program = join(import.meta.dirname, '..', '..', 'src-main', 'cli', 'device.ts');

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A reader on a serial port of its own, which can be pulled out and put back under the same name. */
async function pluggableReader() {
  const folder = tempFolder();
  const [port, far] = [join(folder, 'reader'), join(folder, 'far')];
  const virtual = createVirtualCardReader();
  let socat: ChildProcess | null = null;
  const wire = {
    port,
    virtual,
    async plugIn(): Promise<void> {
      socat = spawn('socat', [`pty,raw,echo=0,link=${port}`, `pty,raw,echo=0,link=${far}`]);
      await expect.poll(() => existsSync(port) && existsSync(far)).toBe(true);
      virtual.serve(await openSerialLine(far, 115_200));
    },
    async pullOut(): Promise<void> {
      socat?.kill();
      await expect.poll(() => existsSync(port)).toBe(false);
    },
    close: () => socat?.kill(),
  };
  open.push(wire);
  await wire.plugIn();
  return wire;
}

/** The driver as the desk has it, with all its own patience. */
function deskReader(port: string): CardReader {
  const reader = startCardReader({ open: readerLine({ path: port, baud: null }) });
  open.push(reader);
  return reader;
}
const settles = (reader: CardReader, code: string) =>
  expect.poll(() => reader.status().code, { interval: 5 }).toBe(code);

describe.skipIf(!hasSocat)('a reader on a serial port (skipped where socat is not installed)', () => {
  it.each([200, 7_000])(
    'that was pulled out for %i ms is said to be gone, and reads a card within 5 s of its cable',
    async (outMs) => {
      const wire = await pluggableReader();
      const reader = deskReader(wire.port);
      const read: string[] = [];
      reader.onCard((reading) => read.push(reading.kind));
      await settles(reader, 'ready');
      await wire.pullOut();
      await settles(reader, 'unplugged');
      await sleep(outMs);
      await wire.plugIn();
      const sincePlugged = startStopwatch();
      wire.virtual.lay(cardOf('yuxiaoman'));
      await expect.poll(() => read, { interval: 5 }).toEqual(['card']);
      expect(sincePlugged()).toBeLessThan(5_000);
    },
  );

  it('belongs to one program at a time: the other says so, and has it as soon as it is given back', async () => {
    const wire = await pluggableReader();
    const desk = deskReader(wire.port);
    await settles(desk, 'ready');
    const asked = ['read-card', '--port', wire.port, '--timeout', '5', '--json'];
    const { code, out } = await new Promise<{ code: unknown; out: string }>((resolve) => {
      execFile(process.execPath, [program, ...asked], (error, out) => resolve({ code: error?.code, out }));
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'portBusy' } });
    // The desk goes on meanwhile.
    expect(desk.status().code).toBe('ready');

    const second = deskReader(wire.port);
    await settles(second, 'portBusy');
    await desk.close();
    await settles(second, 'ready');
  });
});
