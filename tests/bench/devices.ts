import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { testPage } from '#shared/devices/test-page.ts';
import { encodeCardText } from '#shared/identity/card.ts';
import { startCardReader } from '../../src-main/core/devices/card-reader/card-reader.ts';
import { SamResponses } from '../../src-main/core/devices/card-reader/frame.ts';
import { renderSlip } from '../../src-main/core/devices/ticket-printer/escpos.ts';
import { lineTransport } from '../../src-main/core/devices/ticket-printer/line-transport.ts';
import { slipFont } from '../../src-main/core/devices/ticket-printer/slip-font.ts';
import { openTcpLine } from '../../src-main/core/devices/ticket-printer/tcp-line.ts';
import { startTicketPrinter } from '../../src-main/core/devices/ticket-printer/ticket-printer.ts';
import { demoCards } from '../../src-main/demo/devices/cards.ts';
import { createVirtualCardReader } from '../../src-main/demo/devices/virtual-card-reader.ts';
import { startVirtualPrinter } from '../../src-main/demo/devices/virtual-printer.ts';
import { openCounter } from '../support/counter.ts';
import { until } from '../support/wait.ts';
import { type Goal, Samples } from './samples.ts';

/** The devices' goals: parser, card to form, a ticket's bytes, a drawn line, and how soon an outcome is known. */
export async function benchDevices(): Promise<{ goals: Goal[]; lines: string[] }> {
  const parser = await parserRate();
  const [bytes, line] = renderTimes();
  const [form, outcome] = [await cardToForm(), await outcomeAfterAnswer()];
  const goal = (
    name: string,
    value: number,
    unit: string,
    kind: 'atLeast' | 'atMost',
    bound: number,
    note: string,
  ): Goal => ({
    ...{ name, value, unit, note },
    bound: { kind, value: bound },
  });
  const spread = (samples: Samples) => `median ${samples.quantile(0.5).toFixed(2)} ms over ${samples.count}`;
  return {
    goals: [
      goal(
        'card reader: frames parsed',
        parser.rate,
        'MB/s',
        'atLeast',
        50,
        `a bare Buffer copy of the same pieces: ${parser.copy.toFixed(0)} MB/s`,
      ),
      goal(
        'card on the reader to filled form, p95',
        form.quantile(0.95),
        'ms',
        'atMost',
        300,
        `${spread(form)}; the line takes no time here, 112 ms at 115200 baud`,
      ),
      goal('ticket: its bytes, p95', bytes.quantile(0.95), 'ms', 'atMost', 5, spread(bytes)),
      goal('ticket: a drawn line, p95', line.quantile(0.95), 'ms', 'atMost', 30, spread(line)),
      goal(
        'print outcome after the printer has answered, p99',
        outcome.quantile(0.99),
        'ms',
        'atMost',
        1000,
        spread(outcome),
      ),
    ],
    lines: [],
  };
}

/** Whole reads of 1,295 bytes, in pieces as a fast line hands them on; and what copying the same pieces takes. */
async function parserRate(): Promise<{ rate: number; copy: number }> {
  const [demo] = demoCards;
  if (demo === undefined) throw new Error('a demo card');
  const data = Buffer.concat([
    Buffer.from('01000400', 'hex'),
    encodeCardText(demo.card),
    Buffer.alloc(1024, 0x57),
  ]);
  const checked = Buffer.concat([Buffer.from('0508000090', 'hex'), data]);
  const frame = Buffer.concat([
    Buffer.from('AAAAAA9669', 'hex'),
    checked,
    Buffer.from([checked.reduce((sum, byte) => sum ^ byte, 0)]),
  ]);
  const stream = Buffer.concat(Array.from({ length: 400 }, () => frame));
  const piece = 1024;
  const [parsed, copied] = [new Samples(), new Samples()];
  for (let turn = 0; turn < 60; turn += 1) {
    const responses = new SamResponses();
    let found = 0;
    responses.on('data', () => {
      found += 1;
    });
    const started = performance.now();
    for (let at = 0; at < stream.length; at += piece) responses.write(stream.subarray(at, at + piece));
    await setImmediate();
    parsed.add(performance.now() - started);
    if (found !== 400) throw new Error(`${found} frames of 400`);
    copied.time(() => {
      for (let at = 0; at < stream.length; at += piece) Buffer.from(stream.subarray(at, at + piece));
    });
  }
  const rate = (samples: Samples) => stream.length / 2 ** 20 / (samples.quantile(0.5) / 1000);
  return { rate: rate(parsed), copy: rate(copied) };
}

function renderTimes(): [bytes: Samples, line: Samples] {
  const font = slipFont(join(import.meta.dirname, '..', '..', 'assets', 'slip-font.bin'));
  const ticket = {
    ...testPage('80mm'),
    lines: testPage('80mm').lines.filter((line) => line.kind !== 'text' || !line.text.includes('䶮')),
  };
  const bare = { width: '80mm', title: '票', lines: [] } as const;
  const drawn = {
    ...bare,
    lines: [{ kind: 'text', text: '申请人：郑䶮　经办人：郑𬱖　办理窗口：3号综合窗口' }],
  } as const;
  const [bytes, line] = [new Samples(), new Samples()];
  for (let turn = 0; turn < 300; turn += 1) {
    bytes.time(() => renderSlip(ticket, font));
    line.time(() => renderSlip(drawn, font));
  }
  return [bytes, line];
}

/** From the moment in which a card lies on the reader to the desk's view with the filled form. */
async function cardToForm(): Promise<Samples> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-devices-'));
  const reader = createVirtualCardReader();
  const counter = await openCounter({
    folder,
    devices: { counter: { cardReader: startCardReader({ open: reader.open }) } },
  });
  const clerk = createRouterClient(counter.clerk);
  await clerk.visits.open();
  const ending = new AbortController();
  const samples = new Samples();
  let shown = '';
  let told = (): void => {};
  const watching = (async () => {
    for await (const desk of await clerk.watch(undefined, { signal: ending.signal })) {
      shown = desk.visit?.draft.applicant?.name ?? '';
      told();
    }
  })().catch(() => {});
  const people = demoCards.filter(
    ({ id, card }) => id !== 'wrongdigit' && card.kind === 'resident' && card.name.length === 3,
  );
  for (let turn = 0; turn < 60; turn += 1) {
    const before = shown;
    const { card } = people[turn % people.length] ?? {};
    if (card === undefined) throw new Error('a demo card');
    const filled = new Promise<void>((resolve) => {
      told = () => {
        if (shown !== before) resolve();
      };
    });
    // At no particular moment between two looks.
    await new Promise((resolve) => setTimeout(resolve, (turn * 37) % 150));
    const laid = performance.now();
    reader.lay(card);
    await filled;
    samples.add(performance.now() - laid);
    reader.lift();
    await until('it is lifted', () => counter.store !== null && !reader.wasRead());
    await new Promise((resolve) => setTimeout(resolve, 320));
  }
  ending.abort();
  await watching;
  await counter.close();
  rmSync(folder, { recursive: true });
  return samples;
}

/** From the printer's last answer to the outcome. */
async function outcomeAfterAnswer(): Promise<Samples> {
  const virtual = await startVirtualPrinter();
  let answered = 0;
  const printer = startTicketPrinter({
    transport: lineTransport(async () => {
      const line = await openTcpLine({ host: '127.0.0.1', port: virtual.port });
      line.prependListener('data', () => {
        answered = performance.now();
      });
      return line;
    }),
  });
  const samples = new Samples();
  const { bytes } = renderSlip(testPage('80mm'), null);
  for (let turn = 0; turn < 200; turn += 1) {
    const outcome = await printer.print({ id: `${turn}`, bytes });
    if (outcome.kind !== 'printed') throw new Error('it was not printed');
    samples.add(performance.now() - answered);
  }
  await printer.close();
  await virtual.close();
  return samples;
}
