import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Paper, textOfPaper } from '#shared/devices/paper.ts';
import type { WrittenCard } from '#shared/identity/card.ts';
import { startCardReader } from '../../src-main/core/devices/card-reader/card-reader.ts';
import { transportTo } from '../../src-main/core/devices/open-device.ts';
import { startTicketPrinter } from '../../src-main/core/devices/ticket-printer/ticket-printer.ts';
import { demoCards } from '../../src-main/demo/devices/cards.ts';
import {
  createVirtualCardReader,
  type VirtualReaderFault,
} from '../../src-main/demo/devices/virtual-card-reader.ts';
import {
  startVirtualPrinter,
  type VirtualPrinter,
  type VirtualPrinterFault,
} from '../../src-main/demo/devices/virtual-printer.ts';
import { seeded } from '../accidents/seeded.ts';
import { openInstallation } from '../support/counter.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/wait.ts';

/** What is done in the day of a busy hall. */
const acts = 2000;
const random = seeded(20_260_105);
const reader = createVirtualCardReader();
let main: VirtualPrinter;
let spare: VirtualPrinter;
let core: Awaited<ReturnType<typeof openInstallation>>;
const papers: Paper[] = [];

beforeAll(async () => {
  main = await startVirtualPrinter({ keep: 1 });
  spare = await startVirtualPrinter({ keep: 1 });
  for (const printer of [main, spare]) printer.onPaper((paper) => papers.push(paper));
  const cardReader = startCardReader({
    open: reader.open,
    pollMs: 1,
    timeouts: { command: 40, header: 60, body: 60 },
    faultShownMs: 0,
    longestBackOffMs: 20,
  });
  const ticketPrinter = startTicketPrinter({
    transport: transportTo({ kind: 'tcp', host: '127.0.0.1', port: main.port }),
    pollMs: 50,
    idleTimeoutMs: 80,
    jobTimeoutMs: 120,
  });
  core = await openInstallation({
    folder: tempFolder(),
    devices: { counter: { cardReader, ticketPrinter } },
    provisioned: [
      {
        id: 'spare',
        name: '备用小票机',
        place: 'counter',
        kind: 'ticketPrinter',
        address: `tcp://127.0.0.1:${spare.port}`,
        width: '58mm',
        spare: true,
        fingerprint: false,
        led: null,
      },
    ],
  });
});
afterAll(async () => {
  await core.close();
  await main.close();
  await spare.close();
});

const printerFaults: readonly [VirtualPrinterFault, ...VirtualPrinterFault[]] = [
  'paperLow',
  'paperOut',
  'coverOpen',
  'cutter',
  'silent',
  'cutMidJob',
  'paperOutMidJob',
];

/** Its driver is as patient as a real one's, so its silences would fill the day. */
const spareFaults = ['paperOut', 'coverOpen', 'cutMidJob', 'paperOutMidJob'] as const;

/** Prints a slip of its own and compares what the ledger says with what lies in the two printers' trays. */
async function print(number: number): Promise<string> {
  const { devices } = core.parts;
  main.setFault(random.happens(0.3) ? random.oneOf(printerFaults) : 'none');
  spare.setFault(random.happens(0.2) ? random.oneOf(spareFaults) : 'none');
  const mark = `单据${String(number).padStart(5, '0')}`;
  const subjectId = `slip-${number}`;
  const slip = { width: '80mm', title: mark, lines: [{ kind: 'text', text: '请妥善保管' }] } as const;
  devices.enter('counter', { title: mark, subjectId, slip })();
  await until('the outcome', () => devices.printOf(subjectId)?.state !== 'printing');
  const state = devices.printOf(subjectId)?.state ?? '';
  const jobId = devices.printOf(subjectId)?.id ?? '';
  // What a broken line left in a printer is torn off when the line is gone.
  if (state === 'unknown') await new Promise((resolve) => setTimeout(resolve, 10));
  const found = papers.filter((paper) => textOfPaper(paper).some((line) => line === mark));
  const whole = found.filter(({ cut }) => cut);
  const told = `${mark} ${state} ${JSON.stringify(found.map(({ cut }) => cut))}`;
  expect(found.length, told).toBeLessThanOrEqual(1);
  if (state === 'printed') expect(whole.length, told).toBe(1);
  else if (state === 'failed') expect(found.length, told).toBe(0);
  else expect(state, told).toBe('unknown');
  // What may be on paper is never sent again under its own id.
  if (state === 'unknown') expect(devices.retry(jobId), told).toMatchObject({ kind: 'refused' });
  papers.length = 0;
  return state;
}

const readerFaults: readonly [VirtualReaderFault, ...VirtualReaderFault[]] = [
  'silent',
  'wrongChecksum',
  'tornFrame',
  'readFails',
  'lifted',
  { lateMs: 90 },
  { sw3: 0x31 },
  { sw3: 0x33 },
];
const people = demoCards.filter(({ id }) => id !== 'wrongdigit').map(({ card }) => card);

/** Lays a card and compares who was read with whose card it was. */
async function read(): Promise<string> {
  const heard: (WrittenCard | 'fault')[] = [];
  const leave = core.parts.devices.onCard('counter', (reading) =>
    heard.push(reading.kind === 'card' ? reading.card : 'fault'),
  );
  const laid = random.oneOf(people as [WrittenCard]);
  const fault = random.happens(0.25) ? random.oneOf(readerFaults) : 'none';
  const unplugged = random.happens(0.02);
  reader.setFault(fault);
  reader.lay(laid);
  if (unplugged) {
    reader.unplug();
    reader.plugIn();
  }
  if (fault === 'silent') await new Promise((resolve) => setTimeout(resolve, 30));
  else await until('the reading', () => heard.length > 0 || reader.wasRead());
  // Whatever was wrong is over, and whoever still waits lays the card again.
  reader.setFault('none');
  if (!heard.some((each) => each !== 'fault')) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    if (!heard.some((each) => each !== 'fault')) reader.lay(laid);
  }
  await until('the card', () => heard.some((each) => each !== 'fault'));
  reader.lift();
  await until('it is lifted', () =>
    ['lifted', 'ready'].includes(core.parts.devices.statuses('counter')[0]?.code ?? ''),
  );
  leave();
  const cards = heard.filter((each) => each !== 'fault');
  for (const card of cards) expect(card).toEqual(laid);
  expect(reader.wasRead()).toBe(false);
  return heard.includes('fault') ? 'fault, then read' : 'read';
}

it('in a day of 2,000 reads and prints with faults at random, each outcome is what the device really did', async () => {
  const counts: Record<string, number> = {};
  for (let number = 0; number < acts; number += 1) {
    const outcome = random.happens(0.5) ? `${await print(number)}` : await read();
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  // A day without any of them would have shown nothing.
  for (const outcome of ['printed', 'failed', 'unknown', 'read', 'fault, then read'])
    expect(counts[outcome] ?? 0, outcome).toBeGreaterThan(10);
}, 600_000);
