import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NotSaved } from '../../src-main/core/store/commands.ts';
import { JournalDamaged } from '../../src-main/core/store/journal.ts';
import type { Store } from '../../src-main/core/store/store.ts';
import { applicant, done, enterDraft, refusal, storeIn, takeCase } from '../support/counter.ts';
import { canBeFull, limitFiles, whileDiskIsFull } from '../support/disk.ts';
import { startCounter } from '../support/hall.ts';
import {
  atCounter,
  clerk,
  expectChain,
  inStore,
  journalOf,
  newFolder,
  numbersIn,
  openingOf,
  openVisit,
  takeIn,
} from '../support/stores.ts';
import { startTaking } from '../support/taking.ts';

describe('the journal ahead of the database', () => {
  it('after a crash between the two: the case is there under its number, once, and not to be taken again', async () => {
    const folder = newFolder();
    const counter = startTaking(folder, 'die-in-commit');
    expect(await counter.line()).toBe('ready');
    const acknowledged = [await counter.line(), await counter.line()];
    expect(await counter.end).toBe('SIGKILL');

    const reopened = await startCounter({ folder });
    expect(reopened.store.recovery).toMatchObject({ replayed: 1, tornBytes: 0 });
    const numbers = numbersIn(reopened.store);
    expect(numbers).toHaveLength(3);
    expect(numbers.slice(0, 2)).toEqual(acknowledged);
    expect(numbers.map((number) => Number(number?.slice(20, 24)))).toEqual([1, 2, 3]);
    expectChain(reopened.store);
    await reopened.signIn();
    const { visit } = await reopened.onDesk.now();
    expect(visit?.cases.map(({ caseNumber }) => caseNumber)).toEqual(numbers);
    expect(visit?.draft).toMatchObject({ applicant: null, matter: null, tickedMaterialIds: [] });
    const next = await takeCase(reopened.clerk);
    expect(numbers).not.toContain(next.caseNumber);
    expectChain(reopened.store);
  });

  it('after the database was replaced by an older copy: the same cases under the same numbers', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    const copy = join(folder, 'copy.db');
    copyFileSync(inStore(folder, 'yichuang.db'), copy);
    await takeIn(folder, 2);
    const whole = storeIn(folder);
    const numbers = numbersIn(whole);
    const states = whole.cases.where('1 = 1 ORDER BY id').map(({ state }) => state);
    const chain = whole.settings.get('chain');
    whole.close();

    copyFileSync(copy, inStore(folder, 'yichuang.db'));
    const restored = storeIn(folder);
    expect(restored.recovery.replayed).toBeGreaterThanOrEqual(2);
    expect(numbersIn(restored)).toEqual(numbers);
    expect(restored.cases.where('1 = 1 ORDER BY id').map(({ state }) => state)).toEqual(states);
    expect(restored.settings.get('chain')).toEqual(chain);
    expectChain(restored);
    restored.close();
    const [again] = await takeIn(folder, 1);
    expect(numbers).not.toContain(again);
  });

  it('with a torn last record: that is cut off, everything before it is kept', async () => {
    const folder = newFolder();
    const numbers = await takeIn(folder, 2);
    const whole = readFileSync(journalOf(folder));
    writeFileSync(journalOf(folder), Buffer.concat([whole, whole.subarray(0, 100)]));
    const store = storeIn(folder);
    expect(store.recovery).toMatchObject({ replayed: 0, tornBytes: 100 });
    expect(numbersIn(store)).toEqual(numbers);
    store.close();
    await takeIn(folder, 1);
    const reopened = storeIn(folder);
    expect(reopened.recovery).toMatchObject({ replayed: 0, tornBytes: 0 });
    expect(numbersIn(reopened)).toHaveLength(3);
    expectChain(reopened);
    reopened.close();
  });

  it('with damage in the middle of what the database has: it is set aside, and work goes on', async () => {
    const folder = newFolder();
    const numbers = await takeIn(folder, 2);
    const whole = readFileSync(journalOf(folder));
    whole.writeUInt8(whole.readUInt8(500) ^ 1, 500);
    writeFileSync(journalOf(folder), whole);
    const store = storeIn(folder);
    const { setAside, sentence } = store.recovery;
    expect(sentence).toBe('本机的办件日志有损坏，已另存并重新开始记录，办件都在；请告知运维。');
    expect(readFileSync(join(setAside ?? '', 'yichuang.journal.1')).equals(whole)).toBe(true);
    expect(numbersIn(store)).toEqual(numbers);
    store.close();
    await takeIn(folder, 1);
    const again = storeIn(folder);
    expect(again.recovery).toMatchObject({ replayed: 0, setAside: null, sentence: null });
    expect(numbersIn(again)).toHaveLength(3);
    expectChain(again);
    again.close();
  });

  it('with its end gone, by zeros or cut off: the database has everything, and it is written again', async () => {
    for (const spoil of [
      (whole: Buffer) => whole.subarray(0, 200),
      (whole: Buffer) => Buffer.concat([whole.subarray(0, 200), Buffer.alloc(whole.length - 200)]),
      () => Buffer.alloc(0),
    ]) {
      const folder = newFolder();
      const numbers = await takeIn(folder, 2);
      writeFileSync(journalOf(folder), spoil(readFileSync(journalOf(folder))));
      const store = storeIn(folder);
      const { mended, setAside, sentence } = store.recovery;
      expect(mended).toBeGreaterThan(0);
      // Zeros where records were are damage, which somebody should look at; a file that only ends early is not.
      expect(sentence).toBe(
        setAside === null
          ? '本机的办件日志缺了末尾，磁盘可能没有写入成功；已补齐，办件都在；请告知运维检查磁盘。'
          : '本机的办件日志有损坏，已另存并重新开始记录，办件都在；请告知运维。',
      );
      expect(numbersIn(store)).toEqual(numbers);
      expectChain(store);
      store.close();
      const again = storeIn(folder);
      expect(again.recovery).toMatchObject({ mended: 0, setAside: null, sentence: null });
      again.close();
    }
  });

  it('with damage in what the database lacks: nothing is opened, and nothing is thrown away', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    const copy = join(folder, 'copy.db');
    copyFileSync(inStore(folder, 'yichuang.db'), copy);
    const before = readFileSync(journalOf(folder)).length;
    await takeIn(folder, 2);
    copyFileSync(copy, inStore(folder, 'yichuang.db'));
    const whole = readFileSync(journalOf(folder));
    whole.writeUInt8(whole.readUInt8(before + 40) ^ 1, before + 40);
    writeFileSync(journalOf(folder), whole);
    const error = openingOf(() => storeIn(folder));
    expect(error).toBeInstanceOf(JournalDamaged);
    expect(error).toMatchObject({
      sentence: '本机的办件日志有损坏的记录。请不要删除任何文件，联系运维处理；已上传的办件不受影响。',
    });
    expect(readFileSync(journalOf(folder)).equals(whole)).toBe(true);
  });
});

const notSaved = {
  code: 'notSaved',
  message: '电脑的磁盘没有写入成功，刚才的操作没有保存。请检查磁盘空间后重试；仍不行请联系运维。',
};

describe('a disk that does not take an act', () => {
  /** Ways in which a write fails, each with how it is mended. */
  const troubles: Record<string, (folder: string, store: Store) => () => void> = {
    // The database's log cannot grow; the journal, which is smaller, can.
    'is full for the database': (folder) => {
      limitFiles(String(statSync(inStore(folder, 'yichuang.db-wal')).size));
      return () => limitFiles('unlimited');
    },
    'is read-only': (_, { db }) => {
      db.pragma('query_only = ON');
      return () => void db.pragma('query_only = OFF');
    },
  };

  it.runIf(canBeFull).each(Object.keys(troubles))(
    '%s: nothing is done and nothing shown, and the next act works',
    async (name) => {
      const folder = newFolder();
      const { first, second } = await atCounter(folder, async (counter) => {
        const first = await takeCase(counter.clerk);
        await enterDraft(counter.clerk);
        const before = await counter.onDesk.now();
        const mend = troubles[name]?.(folder, counter.store);
        try {
          expect(await refusal(counter.clerk.cases.receive())).toEqual(notSaved);
          expect(await refusal(counter.clerk.cases.accept({ caseId: first.id }))).toEqual(notSaved);
          // The clock goes on, and with it the minute in which a step can be taken back.
          const { now: _, undo, ...after } = await counter.onDesk.now();
          expect(before).toMatchObject(after);
          expect(before.undo).toMatchObject({ ...undo, leftMs: expect.any(Number) });
          expect(await counter.clerk.cases.list({ scope: 'all', text: '' })).toHaveLength(1);
        } finally {
          mend?.();
        }
        const { case: second } = await done(counter.clerk.cases.receive());
        await done(counter.clerk.cases.accept({ caseId: first.id }));
        return { first, second };
      });
      // The number of the act that was not saved is the next one’s: never shown to anybody, and used once.
      expect(Number(second.caseNumber.slice(20, 24))).toBe(Number(first.caseNumber.slice(20, 24)) + 1);
      const store = storeIn(folder);
      expect(numbersIn(store)).toEqual([first.caseNumber, second.caseNumber]);
      expectChain(store);
      store.close();
    },
  );

  it('says so for what is only being entered, too', async () => {
    const counter = await startCounter({ folder: newFolder() });
    await counter.signIn();
    await enterDraft(counter.clerk);
    counter.store.db.pragma('query_only = ON');
    expect(await refusal(counter.clerk.draft.setApplicant({ ...applicant, name: '管晓禾' }))).toEqual(
      notSaved,
    );
    expect(await refusal(counter.clerk.draft.reveal())).toEqual(notSaved);
    expect((await counter.onDesk.now()).visit?.draft.applicant?.name).toBe('豫*满');
  });

  it.runIf(canBeFull)('is full for the journal: nothing is done, and the next act works', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    store.perform(clerk, [openVisit()]);
    const full = statSync(journalOf(folder)).size + 50;
    expect(() => whileDiskIsFull(full, () => store.perform(clerk, [openVisit()]))).toThrow(NotSaved);
    expect(store.visits.count('1 = 1')).toBe(1);
    expect(store.perform(clerk, [openVisit()])).toEqual({ kind: 'done' });
    store.close();
    const reopened = storeIn(folder);
    expect(reopened.recovery).toMatchObject({ replayed: 0, tornBytes: 0 });
    expect(reopened.visits.count('1 = 1')).toBe(2);
    expectChain(reopened);
    reopened.close();
  });

  it.runIf(canBeFull)('has room for nothing at all, and an act is taken out of the journal again', () => {
    const folder = newFolder();
    const store = storeIn(folder);
    store.perform(clerk, [openVisit()]);
    const before = readFileSync(journalOf(folder));
    try {
      const failing = () =>
        store.perform(clerk, [openVisit()], () => {
          limitFiles(String(statSync(journalOf(folder)).size));
          throw new Error('the disk');
        });
      expect(failing).toThrow(NotSaved);
    } finally {
      limitFiles('unlimited');
    }
    // What was refused must not come back with the next start.
    expect(readFileSync(journalOf(folder)).equals(before)).toBe(true);
    expect(store.perform(clerk, [openVisit()])).toEqual({ kind: 'done' });
    store.close();
    const reopened = storeIn(folder);
    expect(reopened.recovery).toMatchObject({ replayed: 0, tornBytes: 0 });
    expect(reopened.visits.count('1 = 1')).toBe(2);
    expectChain(reopened);
    reopened.close();
  });

  it('an act of several commands is done wholly or not at all', () => {
    const store = storeIn(newFolder());
    const [one, two] = [openVisit(), openVisit()];
    const impossible = { ...openVisit(), subject: one.subject };
    expect(store.perform(clerk, [one, two, impossible])).toMatchObject({ kind: 'refused' });
    expect(store.visits.count('1 = 1')).toBe(0);
    expect(store.outbox.all()).toEqual([]);
    store.close();
  });
});
