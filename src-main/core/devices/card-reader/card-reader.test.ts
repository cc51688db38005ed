import { once } from 'node:events';
import { duplexPair } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { demoCards } from '../../../demo/devices/cards.ts';
import { createVirtualCardReader } from '../../../demo/devices/virtual-card-reader.ts';
import { LineUnavailable } from '../line.ts';
import { type CardReader, type CardReaderOptions, type CardReading, startCardReader } from './card-reader.ts';

const cardOf = (id: string) => {
  const found = demoCards.find((each) => each.id === id);
  if (!found) throw new Error(`no demo card ${id}`);
  return found.card;
};

const running: CardReader[] = [];
afterEach(() => Promise.all(running.splice(0).map((reader) => reader.close())));

/** As long as a busy machine may take to answer for the virtual reader; a test of silences says how long it waits for one. */
const patient = { command: 20_000, header: 20_000, body: 20_000 };

function setUp(options: Partial<CardReaderOptions> = {}) {
  const virtual = createVirtualCardReader();
  const reader = startCardReader({
    open: virtual.open,
    now: () => 1_800_000_000_000,
    timeouts: patient,
    pollMs: 10,
    longestBackOffMs: 300,
    ...options,
  });
  running.push(reader);
  const readings: CardReading[] = [];
  const codes: string[] = [];
  reader.onCard((reading) => readings.push(reading));
  reader.onStatus((status) => codes.push(status.code));
  const settles = (code: string) => expect.poll(() => reader.status().code, { interval: 2 }).toBe(code);
  /** Until it has looked some times more. */
  const looks = async () => {
    const count = () => reader.traffic().reduce((sum, { times }) => sum + times, 0);
    const before = count();
    await expect.poll(count, { interval: 2 }).toBeGreaterThan(before + 5);
  };
  return { virtual, reader, readings, codes, settles, looks };
}

describe('a card on the reader', () => {
  it('is read once, has to be taken away, and then the next one is read', async () => {
    const { virtual, readings, codes, settles, looks } = setUp();
    await settles('ready');

    virtual.lay(cardOf('yuxiaoman'));
    await settles('cardLeft');
    // Not lifted: many more looks do not read it again.
    await looks();
    expect(readings).toMatchObject([
      { kind: 'card', card: cardOf('yuxiaoman'), at: 1_800_000_000_000, virtual: true },
    ]);
    expect(readings).toHaveLength(1);

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
    await expect.poll(() => readings, { interval: 2 }).toHaveLength(2);
    expect(readings[1]).toMatchObject({ kind: 'card', card: { kind: 'Y', country: 'FRA' } });
  });

  it('with a wrong check digit is a fault with a sentence, told once', async () => {
    const { virtual, readings, settles, looks } = setUp();
    virtual.lay(cardOf('wrongdigit'));
    await settles('cardIdNumber');
    await looks();
    expect(readings).toHaveLength(1);
    expect(readings[0]).toMatchObject({ kind: 'fault', status: { state: 'attention' } });
    expect(JSON.stringify(readings)).toContain('校验不正确');
    expect(JSON.stringify(readings)).not.toContain('410104');
    virtual.lift();
    await settles('lifted');
  });

  it('that does not give its text is tried again by itself, and told once', async () => {
    const { virtual, readings, settles, looks } = setUp();
    virtual.setFault('readFails');
    virtual.lay(cardOf('zhengyan'));
    await settles('sam41');
    await looks();
    virtual.setFault('none');
    await settles('cardLeft');
    expect(readings.map((each) => each.kind)).toEqual(['fault', 'card']);
  });
});

describe('what a card says', () => {
  it('is the newest address where the chip holds one', async () => {
    const { virtual, readings, settles } = setUp();
    virtual.lay(cardOf('yuxiaoman'), { newestAddress: '河南省郑州市管城回族区新居里1号' });
    await settles('cardLeft');
    expect(readings).toMatchObject([{ kind: 'card', card: { address: '河南省郑州市管城回族区新居里1号' } }]);
  });

  it.each([0, 1, 2] as const)('comes with %i fingerprints where they are asked for', async (fingerprints) => {
    const { virtual, readings, settles } = setUp({ fingerprint: true });
    virtual.lay(cardOf('guanxiaohe'), { fingerprints });
    await settles('cardLeft');
    const [reading] = readings;
    if (reading?.kind !== 'card') throw new Error('a card was read');
    expect(reading.card).toEqual(cardOf('guanxiaohe'));
    expect(reading.photo.subarray(0, 6).toString('hex')).toBe('574c66007e00');
    expect(reading.photo).toHaveLength(1024);
    expect(reading.fingerprints).toHaveLength(fingerprints * 512);
  });

  it.each(['yuxiaoman', 'hangbailu', 'dujiami', 'baiweilan', 'rarename'])(
    'is read whole, whatever its layout (%s)',
    async (id) => {
      const { virtual, readings, settles } = setUp();
      virtual.lay(cardOf(id));
      await settles('cardLeft');
      expect(readings).toMatchObject([{ kind: 'card', card: cardOf(id) }]);
    },
  );

  it('is never the one before, whose answer came too late', async () => {
    const { virtual, readings, settles, looks } = setUp({ timeouts: { ...patient, header: 120, body: 80 } });
    virtual.setFault({ lateMs: 160 });
    virtual.lay(cardOf('yuxiaoman'));
    await settles('silent');
    virtual.setFault('none');
    virtual.lay(cardOf('guanxiaohe'));
    await settles('cardLeft');
    await looks();
    expect(readings.flatMap((each) => (each.kind === 'card' ? [each.card] : []))).toEqual([
      cardOf('guanxiaohe'),
    ]);
  });

  it('is nothing when it was lifted in the middle, and is read when it lies there again', async () => {
    const { virtual, readings, settles } = setUp();
    virtual.setFault('lifted');
    virtual.lay(cardOf('yuxiaoman'));
    await settles('sam41');
    virtual.setFault('none');
    virtual.lay(cardOf('yuxiaoman'));
    await settles('cardLeft');
    expect(readings.map(({ kind }) => kind)).toEqual(['fault', 'card']);
  });

  it('stays out of the traffic that support is shown', async () => {
    const { virtual, reader, settles } = setUp();
    virtual.lay(cardOf('yuxiaoman'));
    await settles('cardLeft');
    const traffic = JSON.stringify(reader.traffic());
    expect(traffic).toContain('AA AA AA 96 69 05 08 00 00 90 [1284字节，已遮盖]');
    // 豫 in UTF-16LE.
    expect(traffic).not.toContain('6B 8C');
  });
});

describe('every status code of the module', () => {
  it.each([0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x37, 0x3f, 0x40, 0x41, 0x47, 0x60, 0x66])(
    '%i at a read is told with what to do, and the card is not lost by it',
    async (sw3) => {
      const { virtual, reader, settles } = setUp();
      virtual.setFault({ sw3 });
      virtual.lay(cardOf('yuxiaoman'));
      await settles(`sam${sw3.toString(16).toUpperCase()}`);
      expect(reader.status().message).toMatch(/请/);
      virtual.setFault('none');
      await settles('cardLeft');
    },
  );
});

describe('a reader', () => {
  it('whose port another program holds is said to be so, and comes when it is given back', async () => {
    let held = true;
    const virtual = createVirtualCardReader();
    const { settles } = setUp({
      open: async () => {
        if (held) throw new LineUnavailable('portBusy');
        return virtual.open();
      },
    });
    await settles('portBusy');
    held = false;
    await settles('ready');
  });

  it('without a card is ready and reads nothing', async () => {
    const { readings, codes, settles, looks } = setUp();
    await settles('ready');
    await looks();
    expect(readings).toEqual([]);
    expect(codes).toEqual(['ready']);
  });

  it.each(['wrongChecksum', 'tornFrame'] as const)(
    'whose answer is spoilt (%s) asks to lay again',
    async (fault) => {
      let clock = 0;
      const { virtual, readings, settles } = setUp({ now: () => clock, timeouts: { ...patient, body: 80 } });
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
    const { virtual, reader, settles, looks } = setUp({ now: () => clock });
    virtual.setFault('readFails');
    virtual.lay(cardOf('yuxiaoman'));
    await settles('sam41');
    virtual.lift();
    await looks();
    expect(reader.status().code).toBe('sam41');
    clock += 6000;
    await settles('ready');
  });

  it('that stays silent is unknown, not ready, and recovers', async () => {
    const { virtual, reader, settles } = setUp({ timeouts: { ...patient, command: 60 } });
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
      timeouts: { ...patient, command: 60 },
      open: () => {
        openings++;
        return virtual.open();
      },
    });
    await expect.poll(() => openings).toBeGreaterThan(1);
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
    const [here, there] = duplexPair();
    const { reader, settles } = setUp({ open: async () => here });
    // Nobody answers it.
    await once(there, 'data');
    await reader.close();
    await settles('closed');
  });
});
