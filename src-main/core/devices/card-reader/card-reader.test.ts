import { afterEach, describe, expect, it, vi } from 'vitest';
import { demoCards } from '../../../demo/devices/cards.ts';
import { createVirtualCardReader } from '../../../demo/devices/virtual-card-reader.ts';
import { type CardReader, type CardReaderOptions, type CardReading, startCardReader } from './card-reader.ts';

const cardOf = (id: string) => {
  const found = demoCards.find((each) => each.id === id);
  if (!found) throw new Error(`no demo card ${id}`);
  return found.card;
};

const running: CardReader[] = [];
afterEach(() => Promise.all(running.splice(0).map((reader) => reader.close())));

function setUp(options: Partial<CardReaderOptions> = {}) {
  const virtual = createVirtualCardReader();
  const reader = startCardReader({
    open: virtual.open,
    now: () => 1_800_000_000_000,
    timeouts: { command: 60, header: 120, body: 80 },
    pollMs: 10,
    longestBackOffMs: 300,
    ...options,
  });
  running.push(reader);
  const readings: CardReading[] = [];
  const codes: string[] = [];
  reader.onCard((reading) => readings.push(reading));
  reader.onStatus((status) => codes.push(status.code));
  const settles = (code: string) =>
    vi.waitFor(() => expect(reader.status().code).toBe(code), { interval: 2 });
  return { virtual, reader, readings, codes, settles };
}

describe('a card on the reader', () => {
  it('is read once, has to be taken away, and then the next one is read', async () => {
    const { virtual, readings, codes, settles } = setUp();
    await settles('ready');

    virtual.lay(cardOf('yuxiaoman'));
    await settles('cardLeft');
    // Not lifted: many more looks do not read it again.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(readings).toEqual([{ kind: 'card', card: cardOf('yuxiaoman'), at: 1_800_000_000_000 }]);

    virtual.lift();
    await settles('lifted');
    virtual.lay(cardOf('hangbailu'));
    await settles('cardLeft');
    expect(readings.map((each) => each.kind === 'card' && each.card.kind)).toEqual(['resident', 'J']);
    expect(codes).toEqual(['ready', 'reading', 'cardLeft', 'lifted', 'reading', 'cardLeft']);
  });

  it('says 请取走证件 while it lies there', async () => {
    const { virtual, reader, settles } = setUp();
    virtual.lay(cardOf('songchanggeng'));
    await settles('cardLeft');
    expect(reader.status()).toMatchObject({ state: 'attention', message: '证件已读取，请取走证件。' });
  });

  it('may be swapped for another faster than anybody looks', async () => {
    const { virtual, readings, settles } = setUp();
    virtual.lay(cardOf('yuxiaoman'));
    await settles('cardLeft');
    virtual.lay(cardOf('dujiami'));
    await vi.waitFor(() => expect(readings).toHaveLength(2));
    expect(readings[1]).toMatchObject({ kind: 'card', card: { kind: 'Y', country: 'FRA' } });
  });

  it('with a wrong check digit is a fault with a sentence, told once', async () => {
    const { virtual, readings, settles } = setUp();
    virtual.lay(cardOf('wrongdigit'));
    await settles('cardIdNumber');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ kind: 'fault', status: { state: 'attention' } });
    expect(JSON.stringify(readings)).toContain('校验不正确');
    expect(JSON.stringify(readings)).not.toContain('410104');
    virtual.lift();
    await settles('lifted');
  });

  it('that does not give its text is tried again by itself, and told once', async () => {
    const { virtual, readings, settles } = setUp();
    virtual.setFault('readFails');
    virtual.lay(cardOf('zhengyan'));
    await settles('sam41');
    await new Promise((resolve) => setTimeout(resolve, 60));
    virtual.setFault('none');
    await settles('cardLeft');
    expect(readings.map((each) => each.kind)).toEqual(['fault', 'card']);
  });
});

describe('a reader', () => {
  it('without a card is ready and reads nothing', async () => {
    const { readings, codes, settles } = setUp();
    await settles('ready');
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(readings).toEqual([]);
    expect(codes).toEqual(['ready']);
  });

  it.each(['wrongChecksum', 'tornFrame'] as const)(
    'whose answer is spoilt (%s) asks to lay again',
    async (fault) => {
      let clock = 0;
      const { virtual, readings, settles } = setUp({ now: () => clock });
      virtual.setFault(fault);
      virtual.lay(cardOf('yuxiaoman'));
      await settles('garbled');
      expect(readings).toMatchObject([{ kind: 'fault', status: { code: 'garbled' } }]);

      virtual.setFault('none');
      virtual.lift();
      clock += 6000;
      await settles('ready');
      virtual.lay(cardOf('yuxiaoman'));
      await settles('cardLeft');
      expect(readings.map((each) => each.kind)).toEqual(['fault', 'card']);
    },
  );

  it('keeps a fault on the screen for some seconds after the card is gone', async () => {
    let clock = 0;
    const { virtual, reader, settles } = setUp({ now: () => clock });
    virtual.setFault('readFails');
    virtual.lay(cardOf('yuxiaoman'));
    await settles('sam41');
    virtual.lift();
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(reader.status().code).toBe('sam41');
    clock += 6000;
    await settles('ready');
  });

  it('that stays silent is unknown, not ready, and recovers', async () => {
    const { virtual, reader, settles } = setUp();
    virtual.setFault('silent');
    await settles('silent');
    expect(reader.status().state).toBe('unknown');
    virtual.setFault('none');
    await settles('ready');
  });

  it('that stays silent gets its line opened anew', async () => {
    let openings = 0;
    const virtual = createVirtualCardReader();
    virtual.setFault('silent');
    setUp({
      open: () => {
        openings++;
        return virtual.open();
      },
    });
    await vi.waitFor(() => expect(openings).toBeGreaterThan(1), { timeout: 3000 });
  });

  it('that is unplugged comes back by itself', async () => {
    const { virtual, readings, settles } = setUp();
    await settles('ready');
    virtual.unplug();
    await settles('unplugged');
    virtual.plugIn();
    await settles('ready');
    virtual.lay(cardOf('guanxiaohe'));
    await settles('cardLeft');
    expect(readings).toHaveLength(1);
  });

  it('that was never there is waited for', async () => {
    const virtual = createVirtualCardReader();
    virtual.unplug();
    const { settles } = setUp({ open: virtual.open });
    await settles('unplugged');
    virtual.plugIn();
    await settles('ready');
  });

  it('closes in the middle of a question', async () => {
    const { virtual, reader, settles } = setUp({
      timeouts: { command: 60_000, header: 60_000, body: 60_000 },
    });
    virtual.setFault('silent');
    await new Promise((resolve) => setTimeout(resolve, 20));
    await reader.close();
    await settles('closed');
  });
});
