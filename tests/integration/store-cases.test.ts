import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { caseNumberSchema } from '#shared/cases/case-number.ts';
import {
  applicant,
  done,
  enterDraft,
  prepareInstallation,
  refusal,
  settableClock,
  storeIn,
  takeCase,
  uuidv7,
} from '../support/counter.ts';
import { beijing } from '../support/domain.ts';
import { tempFolder } from '../support/folder.ts';
import { startCounter } from '../support/hall.ts';
import { atCounter, expectChain, inStore, journalOf, newFolder, numbersIn } from '../support/stores.ts';
import { startTaking } from '../support/taking.ts';

describe('what is on the disk', () => {
  it('shows nothing personal to anybody without the key: database, its log, the journal', async () => {
    const folder = newFolder();
    const secrets = [applicant.name, applicant.idNumber, applicant.phone, '清和里8号院'];
    const readable = () =>
      readdirSync(join(folder, 'store'), { recursive: true, encoding: 'utf8' }).flatMap((name) => {
        if (statSync(inStore(folder, name)).isDirectory()) return [];
        const bytes = readFileSync(inStore(folder, name));
        return [...secrets, 'G1001', 'CREATE TABLE', 'receiveCase']
          .filter((text) => bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le')))
          .map((text) => `${text} in ${name}`);
      });
    await atCounter(folder, async ({ clerk, kiosk }) => {
      await done(kiosk.issue({ ticketId: uuidv7(), categoryId: 'civil' }));
      await takeCase(clerk);
      expect(readdirSync(join(folder, 'store'))).toEqual(
        expect.arrayContaining(['yichuang.db', 'yichuang.db-wal', 'yichuang.journal']),
      );
      expect(statSync(inStore(folder, 'yichuang.db-wal')).size).toBeGreaterThan(10_000);
      expect(readable()).toEqual([]);
    });
    expect(readable()).toEqual([]);
    expect(statSync(inStore(folder, 'yichuang.db')).size).toBeGreaterThan(10_000);
  });

  it('belongs to its owner alone', () => {
    const folder = newFolder();
    expect(statSync(join(folder, 'store')).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'store.key')).mode & 0o777).toBe(0o600);
    expect(statSync(journalOf(folder)).mode & 0o777).toBe(0o600);
  });
});

describe('case numbers', () => {
  const parts = (number: string) => ({ day: number.slice(9, 17), serial: Number(number.slice(20, 24)) });

  it('are unique over restarts and days, and the business day never goes back', async () => {
    const clock = settableClock(beijing('2026-09-22 16:50'));
    const folder = prepareInstallation(tempFolder(), { clock });
    const numbers: string[] = [];
    /** A morning at the counter, with the clock of the computer as it stands. */
    async function work(now: string, count: number) {
      clock.set(beijing(now));
      const counter = await startCounter({ folder, clock });
      await counter.signIn();
      for (let taken = 0; taken < count; taken += 1) numbers.push((await takeCase(counter.clerk)).caseNumber);
      await counter.close();
    }
    await work('2026-09-22 16:50', 2);
    await work('2026-09-22 16:55', 1);
    await work('2026-09-23 08:30', 2);
    // The battery is empty: the computer believes that it is yesterday, and then years ago.
    await work('2026-09-22 09:00', 1);
    await work('2026-09-25 00:01', 1);
    expect(numbers.map(parts)).toEqual([
      { day: '20260922', serial: 1 },
      { day: '20260922', serial: 2 },
      { day: '20260922', serial: 3 },
      { day: '20260923', serial: 1 },
      { day: '20260923', serial: 2 },
      { day: '20260923', serial: 3 },
      { day: '20260925', serial: 1 },
    ]);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const number of numbers) expect(caseNumberSchema.safeParse(number).success).toBe(true);
  });

  it('run out after 9999 a day, with a sentence and without a wrong number', async () => {
    const counter = await startCounter({ folder: newFolder() });
    await counter.signIn();
    counter.store.serials.claim('case', counter.store.businessDay(), 9998);
    expect(parts((await takeCase(counter.clerk)).caseNumber).serial).toBe(9999);
    await enterDraft(counter.clerk);
    expect(await refusal(counter.clerk.cases.receive())).toEqual({
      code: 'serialsUsedUp',
      message: '本机今天的办件编号已用完，请到相邻窗口收件，并联系运维增发号段。',
    });
  });
});

describe('a program that is killed while it takes cases', () => {
  it('has every case that it acknowledged, once, after each of ten kills', async () => {
    const folder = newFolder();
    const acknowledged: string[] = [];
    for (let round = 1; round <= 10; round += 1) {
      const counter = startTaking(folder);
      expect(await counter.line()).toBe('ready');
      acknowledged.push(await counter.line());
      await sleep(Math.random() * 300);
      counter.child.kill('SIGKILL');
      expect(await counter.end).toBe('SIGKILL');
      acknowledged.push(...counter.rest());

      const store = storeIn(folder);
      const numbers = numbersIn(store);
      expect(new Set(numbers).size).toBe(numbers.length);
      expect(numbers).toEqual(expect.arrayContaining(acknowledged));
      // At most the one case of each round that was on its way when the program died.
      expect(numbers.length).toBeLessThanOrEqual(acknowledged.length + round);
      expectChain(store);
      store.close();
    }
  });
});
