import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantOfEpoch, instantSchema } from '#shared/clock/beijing.ts';
import { type Backup, keptBackups } from '../../src-main/core/store/backup.ts';
import { isSound, StoreUnusable } from '../../src-main/core/store/database.ts';
import type { Store } from '../../src-main/core/store/store.ts';
import { done, prepareInstallation, refusal, settableClock, storeIn, takeCase } from '../support/counter.ts';
import { beijing } from '../support/domain.ts';
import { tempFolder } from '../support/folder.ts';
import { type Counter, startCounter } from '../support/hall.ts';

const newFolder = () => prepareInstallation(tempFolder());
const inStore = (folder: string, name: string) => join(folder, 'store', name);
const database = (folder: string) => inStore(folder, 'yichuang.db');
const numbersIn = (store: Store) =>
  store.cases.where('1 = 1 ORDER BY case_number').map(({ state }) => state.caseNumber);

/** Does something at a counter, which is closed afterwards. */
async function at<Result>(folder: string, act: (counter: Counter) => Promise<Result>): Promise<Result> {
  const counter = await startCounter({ folder });
  try {
    await counter.signIn();
    return await act(counter);
  } finally {
    await counter.close();
  }
}
const takeIn = (folder: string, count: number) =>
  at(folder, async ({ clerk }) => {
    const numbers: string[] = [];
    for (let taken = 0; taken < count; taken += 1) numbers.push((await takeCase(clerk)).caseNumber);
    return numbers;
  });

/** Spoils every page but the first, as a failing disk does sooner or later. */
function spoil(file: string): void {
  const bytes = readFileSync(file);
  bytes.fill(0x5a, 4096);
  writeFileSync(file, bytes);
}

describe('a backup', () => {
  it('is a whole, checked, encrypted copy that nobody else may read; the journal begins anew behind it', async () => {
    const folder = newFolder();
    const numbers = await at(folder, async ({ clerk, store }) => {
      const { caseNumber } = await takeCase(clerk);
      const backup = await store.backUp();
      expect(isSound(backup.file, readFileSync(join(folder, 'store.key')))).toBe(true);
      expect(isSound(backup.file, Buffer.alloc(32, 1))).toBe(false);
      expect(readFileSync(backup.file).includes('豫小满')).toBe(false);
      expect(statSync(backup.file).mode & 0o077).toBe(0);
      expect(store.backups().map(({ file }) => file)).toEqual([backup.file]);
      const next = await takeCase(clerk);
      return [caseNumber, next.caseNumber];
    });
    const store = storeIn(folder);
    expect(store.recovery).toMatchObject({ replayed: 0, sentence: null });
    expect(numbersIn(store)).toEqual(numbers);
    store.close();
    expect(
      readdirSync(join(folder, 'store')).filter((name) => name.startsWith('yichuang.journal')),
    ).toHaveLength(2);
  });

  it('is made once for all who ask at the same time', async () => {
    await at(newFolder(), async ({ store }) => {
      const [one, other] = await Promise.all([store.backUp(), store.backUp()]);
      expect(other).toEqual(one);
      expect(store.backups()).toHaveLength(1);
      expect((await store.backUp()).file).not.toBe(one.file);
    });
  });

  it('of which the last three are kept, and the last of each of seven days', () => {
    const list: Backup[] = Array.from({ length: 24 * 12 }, (_, hours) => ({
      file: String(hours),
      at: instantOfEpoch(Date.parse(beijing('2026-09-22 18:00')) - hours * 3_600_000),
      generation: 1,
    }));
    const kept = keptBackups(list).map(({ at: made }) =>
      new Date(Date.parse(made) + 8 * 3_600_000).toISOString().slice(5, 16),
    );
    expect(kept).toEqual([
      ...['09-22T18:00', '09-22T17:00', '09-22T16:00'],
      ...['09-21T23:00', '09-20T23:00', '09-19T23:00', '09-18T23:00', '09-17T23:00', '09-16T23:00'],
    ]);
  });

  it('lets go of generations of the journal that no kept backup needs', async () => {
    const folder = newFolder();
    await at(folder, async ({ clerk, store }) => {
      for (let each = 0; each < 5; each += 1) {
        await takeCase(clerk);
        await store.backUp();
      }
    });
    const journals = readdirSync(join(folder, 'store')).filter((name) => /journal\.\d+$/.test(name));
    expect(journals.sort()).toEqual(['yichuang.journal.3', 'yichuang.journal.4', 'yichuang.journal.5']);
  });
});

describe('a database that is broken when the program starts', () => {
  it('comes back from its backup and the journal: every case, no number twice, and a sentence', async () => {
    const folder = newFolder();
    const numbers = await at(folder, async ({ clerk, store }) => {
      const first = await takeCase(clerk);
      await store.backUp();
      const second = await takeCase(clerk);
      await store.backUp();
      // The newest backup is broken too: the one before it and two generations of the journal have to do.
      spoil(store.backups()[0]?.file ?? '');
      const third = await takeCase(clerk);
      return [first, second, third].map(({ caseNumber }) => caseNumber);
    });
    writeFileSync(database(folder), Buffer.from('this is no database'.repeat(1000)));
    await at(folder, async ({ clerk, store, onDesk }) => {
      expect(store.recovery.restoredFrom).not.toBeNull();
      expect(store.recovery.sentence).toMatch(
        /^本机数据库损坏，已用2\d{3}年.*的备份和办件日志恢复，已保存的办件都在；正在填写的内容请核对，并告知运维。$/,
      );
      expect(numbersIn(store)).toEqual(numbers);
      expect((await onDesk.now()).warnings).toContain(store.recovery.sentence);
      // What was broken is kept.
      expect(readdirSync(store.recovery.setAside ?? '')).toContain('yichuang.db');
      const next = await takeCase(clerk);
      expect(numbers).not.toContain(next.caseNumber);
    });
    const again = storeIn(folder);
    expect(again.recovery).toMatchObject({ restoredFrom: null, sentence: null });
    expect(numbersIn(again)).toHaveLength(4);
    again.close();
  });

  it('or gone', async () => {
    const folder = newFolder();
    const numbers = await at(folder, async ({ clerk, store }) => {
      await store.backUp();
      return [(await takeCase(clerk)).caseNumber];
    });
    rmSync(database(folder));
    const store = storeIn(folder);
    expect(numbersIn(store)).toEqual(numbers);
    expect(store.recovery.restoredFrom).not.toBeNull();
    store.close();
  });

  it('and has no backup stays as it is, and says so', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    rmSync(inStore(folder, 'backups'), { recursive: true, force: true });
    const noDatabase = Buffer.from('this is no database'.repeat(1000));
    writeFileSync(database(folder), noDatabase);
    expect(() => storeIn(folder)).toThrow(StoreUnusable);
    try {
      storeIn(folder);
    } catch (error) {
      expect(error).toMatchObject({
        reason: 'damaged',
        sentence:
          '本机数据库已损坏，也没有可用的备份。请不要删除任何文件，联系运维处理；已上传的办件不受影响。',
      });
    }
    expect(readFileSync(database(folder)).equals(noDatabase)).toBe(true);
  });
});

describe('a database that breaks while it is at work', () => {
  it('ends the program with a sentence, and the next start has every case that was acknowledged', async () => {
    const folder = newFolder();
    let told = 0;
    const counter = await startCounter({ folder, onDamaged: () => (told += 1) });
    await counter.signIn();
    const numbers = [(await takeCase(counter.clerk)).caseNumber];
    await counter.store.backUp();
    numbers.push((await takeCase(counter.clerk)).caseNumber);
    counter.store.db.pragma('wal_checkpoint(TRUNCATE)');
    // Pages that are held in memory would hide it.
    counter.store.db.pragma('cache_size = 0');
    spoil(database(folder));
    expect(await refusal(counter.clerk.visits.close({ outcome: 'advised' }))).toEqual({
      code: 'storeDamaged',
      message:
        '本机数据库读取出错，刚才的操作没有保存。程序正在自动修复，请稍候片刻再操作；若没有恢复请联系运维。',
    });
    expect(told).toBe(1);
    expect(existsSync(inStore(folder, 'yichuang.damaged'))).toBe(true);
    await counter.close().catch(() => {});
    const store = storeIn(folder);
    expect(numbersIn(store)).toEqual(numbers);
    expect(existsSync(inStore(folder, 'yichuang.damaged'))).toBe(false);
    store.close();
  });
});

describe('a disk that lied about what it had written', () => {
  it('and lost the end of the database, or of the journal: the other one has it', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    const old = { db: join(folder, 'old.db'), journal: join(folder, 'old.journal') };
    copyFileSync(database(folder), old.db);
    copyFileSync(inStore(folder, 'yichuang.journal'), old.journal);
    await takeIn(folder, 2);
    const whole = storeIn(folder);
    const numbers = numbersIn(whole);
    whole.close();

    copyFileSync(old.db, database(folder));
    const fromJournal = storeIn(folder);
    expect(numbersIn(fromJournal)).toEqual(numbers);
    fromJournal.close();

    copyFileSync(old.journal, inStore(folder, 'yichuang.journal'));
    const fromDatabase = storeIn(folder);
    expect(numbersIn(fromDatabase)).toEqual(numbers);
    expect(fromDatabase.recovery.mended).toBeGreaterThan(0);
    fromDatabase.close();
  });
});

describe('a machine’s clock', () => {
  const start = instantSchema.parse('2026-09-22T01:00:00.000Z');
  it('that is set back, or begins anew after its battery died, never takes the business day back', () => {
    const folder = tempFolder();
    const clock = settableClock(start);
    prepareInstallation(folder, { clock });
    const store = storeIn(folder, clock);
    store.serials.claim('case', store.businessDay(), 1);
    for (const wrong of [
      '2026-09-21T01:00:00.000Z',
      '1970-01-01T00:00:10.000Z',
      '2016-01-01T00:00:00.000Z',
    ]) {
      clock.set(instantSchema.parse(wrong));
      expect(store.businessDay()).toBe('2026-09-22');
    }
    store.close();
  });

  it('that ran a day ahead and was put right does not keep tomorrow’s date, and no number comes twice', () => {
    const folder = tempFolder();
    const clock = settableClock(start);
    prepareInstallation(folder, { clock });
    const store = storeIn(folder, clock);
    store.serials.claim('case', store.businessDay(), 1);
    clock.set(instantSchema.parse('2026-09-23T01:00:00.000Z'));
    store.serials.claim('case', store.businessDay(), 1);
    clock.set(instantSchema.parse('2026-09-22T02:00:00.000Z'));
    // Until the district says which of the two it is, the later day goes on.
    expect(store.businessDay()).toBe('2026-09-23');
    store.confirmation.heardServer(
      instantSchema.parse('2026-09-22T02:00:00.000Z'),
      clock.monotonicMs(),
      clock.bootId,
    );
    expect(store.businessDay()).toBe('2026-09-22');
    expect(store.serials.next('case', store.businessDay())).toBe(2);
    store.close();
  });
});

it('a case that was received and confirmed is there after a restore, whatever the backup knew of it', async () => {
  const folder = newFolder();
  const { id } = await at(folder, async ({ clerk, store }) => {
    const row = await takeCase(clerk);
    await store.backUp();
    await done(clerk.cases.accept({ caseId: row.id }));
    return row;
  });
  rmSync(database(folder));
  const store = storeIn(folder);
  expect(store.cases.get(id)?.state.status).toBe('accepted');
  store.close();
});
