import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { caseNumberSchema } from '#shared/cases/case-number.ts';
import { chainStart, hashArgs, hashCommand } from '#shared/sync/command.ts';
import { type Acting, type Intent, NotSaved } from '../../src-main/core/store/commands.ts';
import { migrate, openDatabase, StoreUnusable } from '../../src-main/core/store/database.ts';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import { JournalDamaged } from '../../src-main/core/store/journal.ts';
import { fileKeyProvider } from '../../src-main/core/store/key-provider.ts';
import { migrations } from '../../src-main/core/store/migrations.ts';
import { openStore, type Store } from '../../src-main/core/store/store.ts';
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
import { canBeFull, limitFiles, whileDiskIsFull } from '../support/disk.ts';
import { beijing } from '../support/domain.ts';
import { tempFolder } from '../support/folder.ts';
import { startCounter } from '../support/hall.ts';
import { startTaking } from '../support/taking.ts';

const newFolder = () => prepareInstallation(tempFolder());
const inStore = (folder: string, name: string) => join(folder, 'store', name);
const journalOf = (folder: string) => inStore(folder, 'yichuang.journal');

const clerk: Acting = {
  actor: {
    actorId: 'person-g1001',
    postingId: 'posting-g1001',
    role: 'clerk',
    organisationId: 'street-410104009',
  },
  sessionId: null,
  authMode: 'offline',
  channel: 'counter',
};
/** The smallest act that there is. */
const openVisit = (): Intent => ({
  name: 'openVisit',
  subject: { kind: 'visit', id: uuidv7() },
  args: { ticketId: null, ticketNumber: null, serviceMode: 'counter' },
});

/** Every case number that the store shows, and how often. */
function numbersIn(store: Store): string[] {
  return store.cases.where('1 = 1 ORDER BY case_number').map(({ state }) => state.caseNumber);
}

/** Every command since enrolment is in the outbox, in order, each bound to the one before it. */
function expectChain(store: Store): void {
  let prevHash = chainStart;
  for (const [index, { seq, envelope, hash }] of store.outbox.all().entries()) {
    expect(seq).toBe(index + 1);
    expect(envelope.seq).toBe(seq);
    expect(envelope.prevHash).toBe(prevHash);
    expect(hashArgs(envelope.args)).toBe(envelope.argsHash);
    expect(hashCommand(envelope)).toBe(hash);
    prevHash = hash;
  }
  expect(store.settings.get('chain')).toEqual({ lastSeq: store.outbox.all().length, lastHash: prevHash });
}

/** Does something with a counter that is closed afterwards. */
async function atCounter<Result>(
  folder: string,
  act: (counter: Awaited<ReturnType<typeof startCounter>>) => Promise<Result>,
): Promise<Result> {
  const counter = await startCounter({ folder });
  await counter.signIn();
  try {
    return await act(counter);
  } finally {
    await counter.close();
  }
}
const takeIn = (folder: string, count: number) =>
  atCounter(folder, async ({ clerk }) => {
    const numbers: string[] = [];
    for (let taken = 0; taken < count; taken += 1) numbers.push((await takeCase(clerk)).caseNumber);
    return numbers;
  });

describe('what is on the disk', () => {
  it('shows nothing personal to anybody without the key: database, its log, the journal', async () => {
    const folder = newFolder();
    const secrets = [applicant.name, applicant.idNumber, applicant.phone, '清和里8号院'];
    const readable = () =>
      readdirSync(join(folder, 'store')).flatMap((name) => {
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

/** What opening the store gives to whoever stands in front of it. */
function openingOf(open: () => Store): unknown {
  try {
    open().close();
    return 'opened';
  } catch (error) {
    return error;
  }
}

describe('a store that cannot be opened', () => {
  it('under another key says so, and changes nothing', () => {
    const folder = newFolder();
    const before = readFileSync(inStore(folder, 'yichuang.db'));
    const open = () =>
      openStore({
        folder: join(folder, 'store'),
        keys: fileKeyProvider(join(folder, 'other.key')),
        clock: machineClock,
      });
    const error = openingOf(open);
    expect(error).toBeInstanceOf(StoreUnusable);
    expect(error).toMatchObject({
      reason: 'wrongKeyOrDamaged',
      sentence: '本机数据库打不开：密钥不符或文件损坏。请不要删除任何文件，联系运维处理。',
    });
    expect(readFileSync(inStore(folder, 'yichuang.db')).equals(before)).toBe(true);
    expect(openingOf(() => storeIn(folder))).toBe('opened');
  });

  it('never gets a new key in place of a spoiled one', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'store.key'), 'short');
    expect(openingOf(() => storeIn(folder))).toBeInstanceOf(Error);
    expect(readFileSync(join(folder, 'store.key'), 'utf8')).toBe('short');
  });

  it('written by a newer program is left alone', () => {
    const folder = newFolder();
    const db = openDatabase(inStore(folder, 'yichuang.db'), readFileSync(join(folder, 'store.key')));
    db.pragma(`user_version = ${migrations.length + 1}`);
    db.close();
    const error = openingOf(() => storeIn(folder));
    expect(error).toBeInstanceOf(StoreUnusable);
    expect(error).toMatchObject({
      reason: 'newer',
      sentence: `本机数据由更新的程序写成（第 ${migrations.length + 1} 版），当前程序只认识到第 ${migrations.length} 版。请安装新版程序，数据未受影响。`,
    });
  });

  it('that is open already is not opened a second time, by this program or another', async () => {
    const folder = newFolder();
    const sentence = '本机的一窗程序已经在运行，请使用已打开的窗口。';
    const store = storeIn(folder);
    expect(openingOf(() => storeIn(folder))).toMatchObject({ reason: 'inUse', sentence });
    const other = startTaking(folder);
    expect(await other.line()).toBe(sentence);
    await other.end;
    store.close();
    expect(openingOf(() => storeIn(folder))).toBe('opened');
  });

  it('whose database is gone beside a journal with work in it does not begin anew', async () => {
    const folder = newFolder();
    await takeIn(folder, 1);
    const journal = readFileSync(journalOf(folder));
    const copy = join(folder, 'copy.db');
    copyFileSync(inStore(folder, 'yichuang.db'), copy);
    rmSync(inStore(folder, 'yichuang.db'));
    const error = openingOf(() => storeIn(folder));
    expect(error).toMatchObject({
      reason: 'databaseMissing',
      sentence: '本机数据库文件丢失，办件日志还在。请不要删除任何文件，联系运维恢复备份后再启动。',
    });
    expect(readFileSync(journalOf(folder)).equals(journal)).toBe(true);
    // Nothing of the failed start stands in the way of the copy that is put back.
    copyFileSync(copy, inStore(folder, 'yichuang.db'));
    const store = storeIn(folder);
    expect(numbersIn(store)).toHaveLength(1);
    store.close();
  });
});

describe('the schema', () => {
  const columns = (db: Database.Database, table: string) =>
    db
      .prepare<[string], { name: string }>('SELECT name FROM pragma_table_xinfo(?)')
      .all(table)
      .map(({ name }) => name);
  const memory = () => new Database(':memory:');

  it('is built from nothing, and once built is left as it is', () => {
    const db = memory();
    migrate(db);
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
    const built = db.prepare('SELECT sql FROM sqlite_schema').all();
    migrate(db);
    expect(db.prepare('SELECT sql FROM sqlite_schema').all()).toEqual(built);
  });

  /** One test a migration: seeds the version before it, migrates, and looks. A new migration needs a new entry. */
  const tests: ((db: Database.Database) => void)[] = [
    (db) => {
      migrate(db, 1);
      const subject = ['id', 'state', 'base', 'base_revision', 'attention'];
      expect(columns(db, 'ticket')).toEqual([...subject, 'business_day', 'status']);
      expect(columns(db, 'visit')).toEqual([...subject, 'status']);
      expect(columns(db, 'case_file')).toEqual([...subject, 'case_number', 'visit_id', 'status']);
      for (const table of [
        'setting',
        'outbox',
        'audit',
        'unmasking',
        'serial',
        'draft',
        'matter',
        'print_job',
      ]) {
        expect(columns(db, table), table).not.toEqual([]);
      }
      const insert = db.prepare('INSERT INTO case_file (id, state) VALUES (?, ?)');
      insert.run('1', JSON.stringify({ caseNumber: '42', visitId: 'v', status: 'received' }));
      // A case number that is there twice would be two cases under one name.
      expect(() =>
        insert.run('2', JSON.stringify({ caseNumber: '42', visitId: 'v', status: 'received' })),
      ).toThrow('UNIQUE');
      expect(() =>
        db.exec(`INSERT INTO outbox VALUES (1, 'c', 'visit', 'v', '{}', 'h', 'forgotten', NULL)`),
      ).toThrow('CHECK');
    },
  ];

  it.each(migrations.map((_, index) => index + 1))('migration %i', (number) => {
    const db = memory();
    migrate(db, number - 1);
    expect(db.pragma('user_version', { simple: true })).toBe(number - 1);
    const test = tests[number - 1];
    if (test === undefined) throw new Error(`migration ${number} has no test`);
    test(db);
    expect(db.pragma('user_version', { simple: true })).toBe(number);
  });

  it('is migrated wholly or not at all', () => {
    const db = memory();
    db.exec('CREATE TABLE print_job (something TEXT)');
    expect(() => migrate(db)).toThrow('print_job');
    expect(db.pragma('user_version', { simple: true })).toBe(0);
    expect(columns(db, 'case_file')).toEqual([]);
  });
});

describe('the journal ahead of the database', () => {
  it('after a crash between the two: the case is there under its number, once, and not to be taken again', async () => {
    const folder = newFolder();
    const counter = startTaking(folder, 'die-in-commit');
    expect(await counter.line()).toBe('ready');
    const acknowledged = [await counter.line(), await counter.line()];
    expect(await counter.end).toBe('SIGKILL');

    const reopened = await startCounter({ folder });
    expect(reopened.store.recovery).toEqual({ replayed: 1, tornBytes: 0 });
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
    expect(store.recovery).toEqual({ replayed: 0, tornBytes: 100 });
    expect(numbersIn(store)).toEqual(numbers);
    store.close();
    await takeIn(folder, 1);
    const reopened = storeIn(folder);
    expect(reopened.recovery).toEqual({ replayed: 0, tornBytes: 0 });
    expect(numbersIn(reopened)).toHaveLength(3);
    expectChain(reopened);
    reopened.close();
  });

  it('with damage in the middle: nothing is opened, and nothing is thrown away', async () => {
    const folder = newFolder();
    await takeIn(folder, 2);
    const whole = readFileSync(journalOf(folder));
    whole.writeUInt8(whole.readUInt8(500) ^ 1, 500);
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
          const { now: _, ...after } = await counter.onDesk.now();
          expect(before).toMatchObject(after);
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
    expect(reopened.recovery).toEqual({ replayed: 0, tornBytes: 0 });
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
    expect(reopened.recovery).toEqual({ replayed: 0, tornBytes: 0 });
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
  it('has every case that it acknowledged, once, after each of ten kills', { timeout: 180_000 }, async () => {
    const folder = newFolder();
    const acknowledged: string[] = [];
    for (let round = 1; round <= 10; round += 1) {
      const counter = startTaking(folder);
      expect(await counter.line()).toBe('ready');
      await sleep(20 + Math.random() * 300);
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
    expect(acknowledged.length).toBeGreaterThan(10);
  });
});
