import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BeijingDate, beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Evidence, momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import { changes } from './changes.ts';
import { Commands } from './commands.ts';
import { confirmation } from './confirmation.ts';
import { openDatabase, StoreUnusable } from './database.ts';
import type { DeviceClock } from './device-clock.ts';
import { Journal } from './journal.ts';
import type { KeyProvider } from './key-provider.ts';
import { knowledge } from './knowledge.ts';
import { outbox } from './outbox.ts';
import { serials } from './serials.ts';
import { settingStore } from './settings.ts';
import { subjectReader, subjectWriter } from './subjects.ts';

/** The store of one installation: everything that outlives a crash, and the one way of changing it. */
export type Store = ReturnType<typeof openStore>;

/**
 * Opens the store in a folder, alone: database, journal, and what the journal holds beyond the database.
 * @throws StoreUnusable, JournalDamaged with a sentence for the screen
 */
export function openStore(options: { folder: string; keys: KeyProvider; clock: DeviceClock }) {
  const { folder, keys, clock } = options;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const opened: (() => void)[] = [lockFolder(folder)];
  const close = () => {
    for (const end of opened.splice(0).reverse()) end();
  };
  try {
    const key = keys.key();
    const db = openDatabase(join(folder, 'yichuang.db'), key);
    opened.push(() => db.close());
    const journal = new Journal(join(folder, 'yichuang.journal'), key);
    opened.push(() => journal.close());
    const settings = settingStore(db);
    if (journal.entries.length > 0 && settings.get('enrolment') === null) {
      // An empty database beside a journal with work in it: not a first start, and nothing to build upon.
      throw new StoreUnusable(
        'databaseMissing',
        '本机数据库文件丢失，办件日志还在。请不要删除任何文件，联系运维恢复备份后再启动。',
      );
    }
    const facts = knowledge(db, settings);
    const readers = {
      ticket: subjectReader(db, 'ticket'),
      visit: subjectReader(db, 'visit'),
      caseFile: subjectReader(db, 'caseFile'),
    };
    const read = (kind: SubjectKind, id: string) => readers[kind].get(id);
    const numbers = serials(db, settings);
    const writer = subjectWriter(db);

    function evidence(): Evidence {
      const heard = settings.get('serverTime');
      return {
        capturedAt: clock.now(),
        lastServerTime: heard?.at ?? null,
        monotonicMs: clock.monotonicMs(),
        lastServerMonotonicMs: heard?.bootId === clock.bootId ? heard.monotonicMs : null,
        bootId: clock.bootId,
      };
    }

    const commands = new Commands({
      db,
      journal,
      settings,
      knowledge: facts,
      serials: numbers,
      writer,
      evidence,
      read,
    });
    const { changed, onChange } = changes();
    const replayed = commands.replay();
    return {
      db,
      settings,
      knowledge: facts,
      serials: numbers,
      outbox: outbox(db),
      tickets: readers.ticket,
      visits: readers.visit,
      cases: readers.caseFile,
      evidence,
      /** What was found at opening, for the log: commands brought in from the journal, bytes of a torn record. */
      recovery: { replayed, tornBytes: journal.tornBytes },

      /** The device's best knowledge of the time. */
      now: (): Instant => momentOf(stampOf(evidence(), null)),

      /** The business day: Beijing's date, and never earlier than a day whose numbers were already given out. */
      businessDay(): BeijingDate {
        const today = beijingDateOf(momentOf(stampOf(evidence(), null)));
        const latest = settings.get('businessDay');
        return latest !== null && latest > today ? latest : today;
      },

      perform(...args: Parameters<Commands['perform']>): ReturnType<Commands['perform']> {
        const performed = commands.perform(...args);
        if (performed.kind === 'done') changed();
        return performed;
      },

      confirmation: confirmation({
        db,
        settings,
        knowledge: facts,
        serials: numbers,
        commands,
        writer,
        read,
      }),

      /** Tells everybody who shows something that it may have changed. */
      changed,
      onChange,

      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** One program a store: a lock that the operating system gives back when its holder dies, however that happens. */
function lockFolder(folder: string): () => void {
  const file = join(folder, 'yichuang.lock');
  const lock = new Database(file, { timeout: existsSync(file) ? 200 : 0 });
  try {
    lock.pragma('locking_mode = EXCLUSIVE');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw new StoreUnusable('inUse', '本机的一窗程序已经在运行，请使用已打开的窗口。', error);
  }
  return () => lock.close();
}
