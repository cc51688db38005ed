import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deviceProfileSchema } from '#shared/devices/device-profile.ts';
import { inForceOn } from '#shared/matters/versions.ts';
import { prefillText } from '#shared/queue/prefill-code.ts';
import { openSerialLine } from '../../src-main/core/devices/serial-line.ts';
import { done, prepareInstallation, refusal, uuidv7 } from '../support/counter.ts';
import { cardOf, type VirtualPlace, virtualPlace } from '../support/devices.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';
import { until } from '../support/wait.ts';

const hasSocat = spawnSync('socat', ['-V']).error === undefined;

describe.skipIf(!hasSocat)('a code scanner on a serial port (skipped where socat is not installed)', () => {
  const folder = tempFolder();
  const [port, far] = [join(folder, 'scanner'), join(folder, 'far')];
  let socat: ChildProcess;
  let scanner: Duplex;
  let place: VirtualPlace;
  let counter: Counter;

  async function plugIn(): Promise<void> {
    socat = spawn('socat', [`pty,raw,echo=0,link=${port}`, `pty,raw,echo=0,link=${far}`]);
    await until('the port is there', () => existsSync(port) && existsSync(far));
    scanner = await openSerialLine(far, 9_600);
  }
  const ready = (code: string) =>
    counter.onKiosk.when(`the scanner is ${code}`, ({ devices }) =>
      devices.some((each) => each.kind === 'codeScanner' && each.code === code),
    );

  beforeAll(async () => {
    await plugIn();
    place = await virtualPlace();
    counter = await startCounter({
      folder: prepareInstallation(tempFolder()),
      devices: { kiosk: place.devices },
      provisioned: [
        deviceProfileSchema.parse({
          ...{
            id: 'scanner',
            name: '扫码器',
            place: 'kiosk',
            kind: 'codeScanner',
            address: `serial:${port}`,
          },
        }),
      ],
    });
    await counter.signIn();
    await ready('ready');
  });
  afterAll(async () => {
    await counter?.close();
    await place?.printer.close();
    scanner?.destroy();
    socat?.kill();
  });

  const matters = () => {
    const { knowledge, businessDay } = counter.store;
    const here = inForceOn(knowledge.matters(), businessDay());
    return (category: string) => {
      const found = here.find(
        (each) => each.category === category && each.levels.includes('street') && each.takenAt.length === 0,
      );
      if (found === undefined) throw new Error(`the demo takes nothing of ${category}`);
      return found;
    };
  };
  const id = '0123456789AB';
  const codeOf = (matterCodes: readonly string[]) =>
    prefillText({ chosenOn: counter.store.businessDay(), priority: 'disabled', id, matterCodes });
  const answered = (sentence: string) =>
    counter.onKiosk.when(
      sentence,
      ({ prefilled, scanSentence }) => prefilled === null && scanSentence.includes(sentence),
    );

  it('tells the kiosk what a phone asks for, and the ticket carries it to paper and counter', async () => {
    const [one, other] = [matters()('civil'), matters()('household')];
    const named = [one, other].map(({ code, name }) => ({ code, name }));
    scanner.write(`${codeOf([one.code, other.code])}\r\n`);
    const { prefilled } = await counter.onKiosk.when(
      'it is understood',
      ({ prefilled }) => prefilled !== null,
    );
    expect(prefilled).toMatchObject({ matters: named, priority: 'disabled', remark: '' });
    expect(prefilled?.categories.map(({ id }) => id)).toEqual(['civil', 'household']);
    const { number } = await done(
      counter.kiosk.issue({
        ...{ ticketId: uuidv7(), categoryId: 'civil', also: ['household'], matters: named },
        ...{ lane: 'priority', priority: 'disabled' },
      }),
    );
    const shown = await counter.onKiosk.when(
      'the ticket',
      ({ lastTicket }) => lastTicket?.print === 'printed',
    );
    expect(shown).toMatchObject({ prefilled: null, lastTicket: { number, matters: [one.name, other.name] } });
    const paper = JSON.stringify(place.printer.papers()[0]);
    for (const { name } of named) expect(paper).toContain(name.slice(0, 8));
    const { ticket } = await done(counter.clerk.queue.callNext({}));
    expect(ticket).toMatchObject({ number, matters: named, laneText: '优先·残疾人' });
    await done(counter.clerk.queue.arrive());
    expect((await counter.onDesk.now()).visit?.beforehand).toEqual(named);
    await done(counter.clerk.visits.close({ outcome: 'advised' }));
  });

  it('answers what it cannot use with a sentence, and the kiosk begins anew', async () => {
    const { code } = matters()('civil');
    scanner.write('https://example.org/pay\r');
    await answered('这不是预选事项的二维码');
    scanner.write(`${codeOf([code]).replace('YCP1', 'YCP9')}\r`);
    await answered('版本与取号机不同');
    scanner.write(`${codeOf([code]).slice(0, 20)}${codeOf([code]).slice(21)}\r`);
    await answered('没有读全');
    scanner.write(`${'0'.repeat(5_000)}\r`);
    await answered('太长');
    scanner.write(`${prefillText({ chosenOn: '2020-01-01', priority: null, id, matterCodes: [code] })}\r`);
    await answered('不是最近7天选的');
    scanner.write(`${codeOf([code.replace(/.{6}$/, '000000')])}\r`);
    await answered('查不到');
    // What is left of the code is still understood.
    scanner.write(`${codeOf([code, code.replace(/.{6}$/, '000000')])}\r`);
    const { prefilled } = await counter.onKiosk.when('the rest', ({ prefilled }) => prefilled !== null);
    expect(prefilled?.matters.map((each) => each.code)).toEqual([code]);
    expect(prefilled?.remark).toContain('查不到');
    await counter.kiosk.clear();
    expect(await counter.onKiosk.now()).toMatchObject({ prefilled: null, scanSentence: '' });
  });

  it('asks whoever shows a code again, and gives another number where they want one', async () => {
    const { code } = matters()('civil');
    const text = prefillText({
      ...{ chosenOn: counter.store.businessDay(), priority: null, id: 'ABCDEF012345', matterCodes: [code] },
    });
    const scanned = (taken: string | null) => {
      scanner.write(`${text}\r`);
      return counter.onKiosk.when('the code', ({ prefilled }) => prefilled?.taken === taken);
    };
    const take = (another: boolean) =>
      counter.kiosk.issue({
        ...{ ticketId: uuidv7(), categoryId: 'civil', prefill: { codeId: 'ABCDEF012345', another } },
      });
    await scanned(null);
    const { number } = await done(take(false));
    const asked = `这个码已经取过号${number}，还要再取一张吗？`;
    await scanned(asked);
    expect(await refusal(take(false))).toMatchObject({ code: 'codeTaken', message: asked });
    const { number: second } = await done(take(true));
    expect(second).not.toBe(number);
    await scanned(asked.replace(number, second));
    await counter.kiosk.clear();
  });

  it('keeps the rule of one live ticket for whoever lays their card', async () => {
    const { code, name } = matters()('civil');
    const take = () =>
      done(counter.kiosk.issue({ ticketId: uuidv7(), categoryId: 'civil', matters: [{ code, name }] }));
    const lay = async () => {
      place.reader.lay(cardOf('guanxiaohe'));
      await counter.onKiosk.when('the card', ({ holderName }) => holderName !== null);
    };
    await lay();
    const { number } = await take();
    place.reader.lift();
    await lay();
    expect((await take()).number).toBe(number);
    place.reader.lift();
  });

  it('comes back by itself when its cable does, and shows no text of a code to anybody', async () => {
    socat.kill();
    scanner.destroy();
    await ready('unplugged');
    await plugIn();
    await ready('ready');
    scanner.write('SOMEBODY-1990\r');
    await answered('这不是预选事项的二维码');
    const [registered] = counter.core.parts.devices.register.at('kiosk', 'codeScanner');
    const traffic = JSON.stringify(registered?.device.traffic());
    expect(traffic).toContain('已遮盖');
    expect(traffic).not.toContain('SOMEBODY');
  });
});
