import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parseDeviceAddress } from '#shared/devices/device-address.ts';
import { tempFolder } from '../../../../tests/support/folder.ts';
import { startVirtualPrinter } from '../../../demo/devices/virtual-printer.ts';
import { transportTo } from '../open-device.ts';
import { renderSlip } from './escpos.ts';
import { spoolerTransport } from './spooler-transport.ts';
import { startTicketPrinter } from './ticket-printer.ts';
import type { Transport } from './transport.ts';

const { bytes } = renderSlip({ width: '58mm', title: '号票', lines: [{ kind: 'text', text: 'A001' }] }, null);
const hasSocat = spawnSync('socat', ['-V']).error === undefined;
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp();
});

/** One that cannot answer is not waited for long; one that can has as long as a busy machine may take. */
function printerAt(transport: Transport, { answers = false } = {}) {
  const timeouts = answers
    ? { idleTimeoutMs: 20_000, jobTimeoutMs: 20_000 }
    : { idleTimeoutMs: 150, jobTimeoutMs: 1_500 };
  const printer = startTicketPrinter({ transport, pollMs: 60_000, ...timeouts });
  cleanUps.unshift(() => printer.close());
  return printer;
}
const transportAt = (text: string): Transport => {
  const address = parseDeviceAddress(text);
  if (address === null) throw new Error('an address');
  return transportTo(address);
};

/** The virtual printer behind a pseudo-terminal, as a serial port or a USB printer's device file has it. */
async function onTerminal() {
  const virtual = await startVirtualPrinter();
  const link = join(tempFolder(), 'printer');
  const socat = spawn('socat', [`pty,raw,echo=0,link=${link}`, `tcp:127.0.0.1:${virtual.port}`]);
  cleanUps.push(() => socat.kill(), virtual.close);
  await expect.poll(() => existsSync(link)).toBe(true);
  return { virtual, link };
}

describe.skipIf(!hasSocat)('a printer on a real terminal (skipped where socat is not installed)', () => {
  it.each(['serial', 'file'])('prints over %s and says so itself', async (scheme) => {
    const { virtual, link } = await onTerminal();
    const printer = printerAt(transportAt(`${scheme}:${link}`), { answers: true });
    expect(await printer.print({ id: '1', bytes })).toEqual({ kind: 'printed' });
    expect(virtual.papers()).toHaveLength(1);
    virtual.setFault('paperOut');
    expect(await printer.print({ id: '2', bytes })).toMatchObject({
      kind: 'refused',
      status: { code: 'paperOut' },
    });
  });

  it('that another program holds is said to be so', async () => {
    const { link } = await onTerminal();
    const first = printerAt(transportAt(`serial:${link}`), { answers: true });
    await expect.poll(() => first.status().code).toBe('ready');
    const second = printerAt(transportAt(`serial:${link}`));
    expect(await second.print({ id: '1', bytes })).toMatchObject({
      kind: 'refused',
      status: { code: 'portBusy' },
    });
  });
});

describe('a printer that cannot answer', () => {
  it('on a file is never said to have printed, and gets its job', async () => {
    const file = join(tempFolder(), 'lp0');
    writeFileSync(file, '');
    const printer = printerAt(transportAt(`file:${file}`));
    expect(await printer.print({ id: '1', bytes })).toMatchObject({
      kind: 'unknown',
      status: { code: 'mute' },
    });
    expect(readFileSync(file).includes(bytes)).toBe(true);
  });

  it('behind a spooler is never said to have printed; what the spooler refuses was not', async () => {
    const taken: Uint8Array[] = [];
    let works = true;
    const printer = printerAt(
      spoolerTransport('票', async (_, job) => {
        if (!works) throw new Error('no such printer');
        taken.push(job);
      }),
    );
    expect(await printer.print({ id: '1', bytes })).toMatchObject({
      kind: 'unknown',
      status: { code: 'mute' },
    });
    expect(taken.map((job) => Buffer.from(job))).toEqual([bytes]);
    works = false;
    expect(await printer.print({ id: '2', bytes })).toMatchObject({ kind: 'refused' });
  });

  it('is not there: refused, with nothing made up in its place', async () => {
    const file = join(tempFolder(), 'no-printer');
    expect(await printerAt(transportAt(`file:${file}`)).print({ id: '1', bytes })).toMatchObject({
      kind: 'refused',
    });
    expect(existsSync(file)).toBe(false);
  });
});

it('a printer that accepts the connection and never reads is unknown, within the patience for it', async () => {
  const server = createServer((socket) => socket.pause().on('error', () => {}));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => server.close());
  const { port } = server.address() as { port: number };
  const printer = printerAt(transportAt(`tcp://127.0.0.1:${port}`));
  const outcome = await printer.print({ id: '1', bytes: Buffer.alloc(4_000_000) });
  expect(outcome).toMatchObject({ kind: 'refused', status: { state: 'unknown' } });
});
