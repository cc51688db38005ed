import { afterEach, describe, expect, it } from 'vitest';
import { textOfPaper } from '#shared/devices/paper.ts';
import { startVirtualPrinter } from '../../../demo/devices/virtual-printer.ts';
import { renderSlip } from './escpos.ts';
import { lineTransport } from './line-transport.ts';
import { askState } from './printer-state.ts';
import { openTcpLine } from './tcp-line.ts';
import { startTicketPrinter } from './ticket-printer.ts';

const job = (id: string, text = '请到3号窗口') => ({
  id,
  bytes: renderSlip({ width: '80mm', title: '号票', lines: [{ kind: 'text', text }] }, null).bytes,
});

const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of running.splice(0)) await each.close();
});

/** As long as a busy machine may take to answer for the virtual printer; a test of silences says how long it waits for one. */
const patientMs = 20_000;

async function setUp({ pollMs = 20, idleTimeoutMs = patientMs, jobTimeoutMs = patientMs } = {}) {
  const virtual = await startVirtualPrinter();
  const printer = startTicketPrinter({
    transport: lineTransport(() => openTcpLine({ host: '127.0.0.1', port: virtual.port }, patientMs)),
    pollMs,
    idleTimeoutMs,
    jobTimeoutMs,
  });
  running.push(printer, virtual);
  const codes: string[] = [];
  printer.onStatus((status) => codes.push(status.code));
  const settles = (code: string) => expect.poll(() => printer.status().code, { interval: 2 }).toBe(code);
  return { virtual, printer, codes, settles };
}

describe('a job', () => {
  it('is printed when the printer is well before and after', async () => {
    const { virtual, printer, codes, settles } = await setUp();
    await settles('ready');
    expect(await printer.print(job('1'))).toEqual({ kind: 'printed' });
    expect(codes).toEqual(['ready', 'printing', 'ready']);
    const [paper] = virtual.papers();
    expect(paper && textOfPaper(paper).slice(0, 2)).toEqual(['号票', '请到3号窗口']);
    expect(paper?.cut).toBe(true);
  });

  it('waits for the one before it', async () => {
    const { virtual, printer } = await setUp();
    virtual.setDelay(30);
    const texts = ['一', '二', '三'];
    const outcomes = await Promise.all(texts.map((text) => printer.print(job(text, text))));
    expect(outcomes.map((each) => each.kind)).toEqual(['printed', 'printed', 'printed']);
    expect(virtual.papers().map((paper) => textOfPaper(paper)[1])).toEqual(['三', '二', '一']);
  });

  it('asked for twice while it is under way is printed once', async () => {
    const { virtual, printer } = await setUp();
    const [first, second] = await Promise.all([printer.print(job('same')), printer.print(job('same'))]);
    expect([first.kind, second.kind]).toEqual(['printed', 'printed']);
    expect(virtual.papers()).toHaveLength(1);
  });

  it.each(['paperOut', 'coverOpen'] as const)('is refused with nothing of it sent (%s)', async (fault) => {
    const { virtual, printer, settles } = await setUp({ pollMs: 60_000 });
    await settles('ready');
    virtual.setFault(fault);
    const before = virtual.received();
    expect(await printer.print(job('1'))).toMatchObject({
      kind: 'refused',
      status: { code: fault, state: 'fault' },
    });
    expect(virtual.received() - before).toBe(askState.length);
    expect(virtual.papers()).toEqual([]);
  });

  it('is refused by a printer that is not there', async () => {
    const { virtual, printer } = await setUp({ pollMs: 60_000 });
    await virtual.close();
    expect(await printer.print(job('1'))).toMatchObject({ kind: 'refused', status: { state: 'offline' } });
  });

  it('is not sent to a printer that says nothing: it is unknown, not ready', async () => {
    const { virtual, printer } = await setUp({ idleTimeoutMs: 100, jobTimeoutMs: 1_000 });
    virtual.setFault('silent');
    expect(await printer.print(job('1'))).toMatchObject({
      kind: 'refused',
      status: { state: 'unknown', code: 'silent' },
    });
    expect(virtual.papers()).toEqual([]);
    // A test asks about the printer, and of that nothing is known; of one that says what is wrong, something is.
    expect((await printer.test()).outcome).toBe('unknown');
    virtual.setFault('paperOut');
    expect((await printer.test()).outcome).toBe('failed');
  });

  it('is unknown when the printer falls silent after it', async () => {
    const { virtual, printer } = await setUp({ idleTimeoutMs: 100, jobTimeoutMs: 1_000 });
    virtual.onPaper(() => virtual.setFault('silent'));
    expect(await printer.print(job('1'))).toMatchObject({
      kind: 'unknown',
      status: { state: 'unknown', code: 'unconfirmed' },
    });
  });

  it('is unknown when the paper ends with it', async () => {
    const { virtual, printer } = await setUp();
    virtual.onPaper(() => virtual.setFault('paperOut'));
    expect(await printer.print(job('1'))).toMatchObject({ kind: 'unknown', status: { code: 'paperOut' } });
  });

  it('is unknown when the connection breaks in the middle', async () => {
    const { virtual, printer } = await setUp();
    virtual.setFault('cutMidJob');
    expect(await printer.print(job('1'))).toMatchObject({ kind: 'unknown', status: { code: 'interrupted' } });
    await expect.poll(virtual.papers).toMatchObject([{ cut: false }]);
  });

  it('takes a slow printer as it is', async () => {
    const { virtual, printer } = await setUp({ pollMs: 60_000, idleTimeoutMs: 100 });
    virtual.setDelay(180);
    expect(await printer.print(job('1'))).toEqual({ kind: 'printed' });
  });

  it('leaves at once: it is on paper within 50 ms of the touch where nothing else takes the processor', async () => {
    const { virtual, printer, settles } = await setUp();
    await settles('ready');
    const waits: number[] = [];
    for (let turn = 0; turn < 21; turn++) {
      const touched = performance.now();
      const forget = virtual.onPaper(() => waits.push(performance.now() - touched));
      await printer.print(job(`${turn}`));
      forget();
    }
    expect(Math.min(...waits)).toBeLessThan(50);
  });
});

describe('an idle printer', () => {
  it('is known to be without paper before anybody touches the screen', async () => {
    const { virtual, settles } = await setUp();
    await settles('ready');
    virtual.setFault('paperOut');
    await settles('paperOut');
    virtual.setFault('none');
    await settles('ready');
  });

  it('comes back after a silence on a fresh connection', async () => {
    const { virtual, printer, settles } = await setUp({ idleTimeoutMs: 100 });
    virtual.setFault('silent');
    await settles('silent');
    expect(printer.status().state).toBe('unknown');
    virtual.setFault('none');
    await settles('ready');
  });

  it('prints nothing after it was closed', async () => {
    const { virtual, printer } = await setUp();
    await printer.close();
    expect(await printer.print(job('1'))).toMatchObject({ kind: 'refused', status: { code: 'closed' } });
    expect(virtual.papers()).toEqual([]);
  });
});
