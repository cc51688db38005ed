import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type BeijingDate, beijingDateOf, type Instant } from '#shared/clock/beijing.ts';
import { type Evidence, momentOf, stampOf } from '#shared/clock/evidence.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import { type Backup, backUp, backupFolder, backupsIn, DatabaseBroken } from './backup.ts';
import { Blobs } from './blobs.ts';
import { caseBlobs } from './case-blobs.ts';
import { changes } from './changes.ts';
import { checkpoints } from './checkpoints.ts';
import { Commands } from './commands.ts';
import { confirmation } from './confirmation.ts';
import { isNotWritable, notWritable, StoreUnusable } from './database.ts';
import type { DeviceClock } from './device-clock.ts';
import { Journal } from './journal.ts';
import { endOf, type Identity } from './journalled.ts';
import type { KeyProvider } from './key-provider.ts';
import { knowledge } from './knowledge.ts';
import { outbox } from './outbox.ts';
import {
  hasStore,
  isDamage,
  markDamaged,
  openSound,
  putAside,
  type Recovery,
  recoverySentence,
  restoredSentence,
  type StoreFiles,
  storeFiles,
} from './recovery.ts';
import { serials } from './serials.ts';
import { settingStore } from './settings.ts';
import { type OnWritten, subjectReader, subjectWriter } from './subjects.ts';

/** The store of one installation: everything that outlives a crash, and the one way of changing it. */
export type Store = ReturnType<typeof openStore>;

export interface StoreOptions {
  folder: string;
  keys: KeyProvider;
  clock: DeviceClock;
  /** Told once when the database is found broken at work: the program has to end, and mends it at its next start. */
  onDamaged?: () => void;
}

/**
 * Opens the store in a folder, alone: database, journal, and what the journal holds beyond the database. A database that
 * is broken comes back from its backup.
 * @throws StoreUnusable, JournalDamaged with a sentence for the screen
 */
export function openStore(options: StoreOptions) {
  try {
    return openAndMend(options);
  } catch (error) {
    throw isNotWritable(error) ? notWritable(error) : error;
  }
}

function openAndMend(options: StoreOptions) {
  mkdirSync(options.folder, { recursive: true, mode: 0o700 });
  const files = storeFiles(options.folder);
  const unlock = lockFolder(options.folder);
  try {
    const key = options.keys.key(!hasStore(files));
    try {
      return openAlone(options, files, key, unlock);
    } catch (error) {
      if (!isDamage(error)) throw error;
      // A broken page that is met only now: with the mark, the next try looks at every page.
      markDamaged(files);
      return openAlone(options, files, key, unlock);
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

function openAlone({ clock, onDamaged }: StoreOptions, files: StoreFiles, key: Buffer, unlock: () => void) {
  const opened: (() => void)[] = [];
  const close = () => {
    for (const end of opened.splice(0).reverse()) end();
  };
  try {
    const { db, restoredFrom, setAside } = openSound(files, key, clock.now());
    opened.push(() => db.close());
    const pages = checkpoints(db, { database: files.database, key: new Uint8Array(key) });
    opened.push(pages.rest);
    const journalLost = restoredFrom !== null && !Journal.isAt(files.journal);
    const journal = new Journal(files.journal, key);
    opened.push(() => journal.close());
    const blobs = new Blobs(files.blobs, key);
    const settings = settingStore(db);
    // Everything is asked for again: what a backup does not know, the district may.
    if (restoredFrom !== null) settings.set('cookie', '');
    if (journalLost && settings.get('enrolment') !== null)
      settings.set('standing', { code: 'restored', sentence: restoredSentence });
    const facts = knowledge(db, settings);
    const readers = {
      ticket: subjectReader(db, 'ticket'),
      visit: subjectReader(db, 'visit'),
      hallDay: subjectReader(db, 'hallDay'),
      booking: subjectReader(db, 'booking'),
      caseFile: subjectReader(db, 'caseFile'),
      staffChange: subjectReader(db, 'staffChange'),
      matterChange: subjectReader(db, 'matterChange'),
      calendarYear: subjectReader(db, 'calendarYear'),
      localFacts: subjectReader(db, 'localFacts'),
      installation: subjectReader(db, 'installation'),
      quarantine: subjectReader(db, 'quarantine'),
    };
    const read = (kind: SubjectKind, id: string) => readers[kind].get(id);
    const numbers = serials(db, settings);
    const watchers = new Set<OnWritten>();
    const writer = subjectWriter(db, (kind, id) => {
      for (const watcher of watchers) watcher(kind, id);
    });

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
    const waiting = outbox(db);
    const { changed, onChange, ofHall } = changes();
    const isBehind = restoredFrom !== null || commands.lastSeq < journal.began.lastSeq;
    const replayed = commands.replay([...(isBehind ? journal.earlier() : []), ...journal.entries]);
    // What was lost at its end the database has, since it is written later; a gap before that was refused just now.
    const end = endOf(journal.entries, journal.began.lastSeq);
    const unwritten = waiting.after(end).map(({ envelope }) => envelope);
    // What the district has confirmed meanwhile is no longer here: then the journal has a gap, and begins anew.
    const isWhole = !journal.damaged && unwritten.length === commands.lastSeq - end;
    const journalAside = isWhole ? null : putAside(files, clock.now(), []);
    if (journalAside !== null) journal.begin(commands.lastSeq - unwritten.length, journalAside);
    // On the disk twice again, whatever the disk had lost.
    if (unwritten.length > 0) journal.append(unwritten);
    const found = {
      replayed,
      mended: unwritten.length,
      tornBytes: journal.tornBytes,
      ...{ restoredFrom, journalLost },
      setAside: setAside ?? journalAside,
    };

    let isDamaged = false;
    /** Notes that the database is broken, and tells whoever can end the program, once. */
    function damaged(): void {
      if (isDamaged) return;
      isDamaged = true;
      markDamaged(files);
      onDamaged?.();
    }
    opened.unshift(unlock);

    let backingUp: ReturnType<typeof makeBackup> | null = null;
    async function makeBackup(): Promise<Backup & { readonly bytes: number }> {
      const folder = backupFolder(files.database);
      const { generation } = journal.began;
      const made = await backUp({
        ...{ database: files.database, folder, key, generation },
        now: Date.parse(clock.now()),
      }).catch((error: unknown) => {
        if (error instanceof DatabaseBroken) damaged();
        throw error;
      });
      journal.begin(commands.lastSeq);
      journal.forget(Math.min(...backupsIn(folder).map((each) => each.generation)));
      return made;
    }

    return {
      db,
      settings,
      knowledge: facts,
      serials: numbers,
      outbox: waiting,
      blobs,
      caseBlobs: caseBlobs(db),
      tickets: readers.ticket,
      visits: readers.visit,
      hallDays: readers.hallDay,
      bookings: readers.booking,
      cases: readers.caseFile,
      staffChanges: readers.staffChange,
      matterChanges: readers.matterChange,
      calendarYears: readers.calendarYear,
      localFacts: readers.localFacts,
      installations: readers.installation,
      quarantine: readers.quarantine,
      evidence,
      /** What was found and done at opening. */
      recovery: { ...found, sentence: recoverySentence(found) } satisfies Recovery,
      damaged,

      /**
       * Makes a verified backup while everything goes on, and begins a new generation of the journal behind it. Whoever
       * asks while one is being made gets that one.
       * @throws NoRoomForBackup, or where the copy cannot be made; a broken database is noted
       */
      backUp(): Promise<Backup & { readonly bytes: number }> {
        backingUp ??= makeBackup().finally(() => {
          backingUp = null;
        });
        return backingUp;
      },
      /** The backups that are there, the newest first. */
      backups: () => backupsIn(backupFolder(files.database)),

      /** The device's best knowledge of the time. */
      now: (): Instant => momentOf(stampOf(evidence(), null)),

      /**
       * The business day: Beijing's date. It never goes back by the machine's own clock; after one that ran ahead it
       * does, once that clock and the district agree again. A serial of a day is used once either way.
       */
      businessDay(): BeijingDate {
        const known = evidence();
        const today = beijingDateOf(momentOf(stampOf(known, null)));
        const latest = settings.get('businessDay');
        return latest === null || latest <= today || clocksAgree(known) ? today : latest;
      },

      perform(...args: Parameters<Commands['perform']>): ReturnType<Commands['perform']> {
        const performed = commands.perform(...args);
        if (performed.kind === 'done') changed();
        return performed;
      },

      /**
       * Writes what another machine has on its disk as well, or may be done twice, without waiting for the disk: the end
       * of the program takes nothing of it, a power cut may. Within an act it is part of the act.
       */
      withoutWaiting<Result>(write: () => Result): Result {
        if (db.inTransaction) return write();
        db.pragma('synchronous = NORMAL');
        try {
          return write();
        } finally {
          db.pragma('synchronous = FULL');
        }
      },

      foresee: (...args: Parameters<Commands['foresee']>) => commands.foresee(...args),

      /** Becomes another installation, after enrolling anew; see `Commands.rechain`. */
      becomes(identity: Identity): void {
        commands.rechain(identity);
        changed();
      },

      /** Goes back to where a restored district stands; see `Commands.resumeAfter`. */
      resumeAfter: (epoch: string, lastSeq: number): boolean => commands.resumeAfter(epoch, lastSeq),

      confirmation: confirmation({
        db,
        settings,
        knowledge: facts,
        serials: numbers,
        commands,
        writer,
        checkpoints: pages,
        read,
      }),

      /** Tells everybody who shows something that it may have changed. */
      changed,
      onChange,
      /** Of the hall's queue as another core keeps it: whoever shows it listens here, and hears of `changed` as well. */
      ofHall,
      /** For whoever keeps subjects in memory, as long as the store is open. */
      onWritten: (watcher: OnWritten): void => void watchers.add(watcher),

      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

/** Whether the machine's clock shows what the district's does, as far as this start of the machine can tell. */
function clocksAgree(known: Evidence): boolean {
  const { notBefore } = stampOf(known, null);
  return (
    known.lastServerMonotonicMs !== null &&
    notBefore !== null &&
    Math.abs(Date.parse(known.capturedAt) - Date.parse(notBefore)) < 5 * 60_000
  );
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
    if (!/^SQLITE_BUSY/.test(String((error as { code?: unknown }).code))) throw error;
    throw new StoreUnusable('inUse', '本机的一窗程序已经在运行，请使用已打开的窗口。', error);
  }
  return () => lock.close();
}
