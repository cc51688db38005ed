import type { CaseFile } from '#shared/cases/case-file.ts';
import { searchExpression, searchTerms } from '#shared/cases/search-terms.ts';
import { pinyinOf } from '#shared/matters/pinyin.ts';
import { reveal } from '#shared/sync/personal.ts';
import { isNotWritten } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** So many cases are entered at a time, some milliseconds, and so long the desk has for itself in between. */
const batch = 20;
const pauseMs = 10;
/** A disk that has just refused is asked again after this. */
const notWrittenMs = 5_000;

/** A case as it was found: its state as the store has it. */
export interface FoundCase {
  readonly id: string;
  readonly state: string;
  readonly attention: string | null;
}

/** The index over everything that a case can be found by. */
export type CaseSearch = ReturnType<typeof caseSearch>;

/**
 * Keeps the index behind the cases: what was written is noted by a trigger and entered a little later, so that taking a
 * case in does not wait for it, and whatever writes a case need not know of it. A question enters what has just been
 * written; after a large pull it answers from what is there by then.
 */
export function caseSearch({ db, onChange }: Pick<Store, 'db' | 'onChange'>) {
  // CROSS: what is noted is read first, never every case.
  const noted = db.prepare<[number], { case_id: string; state: string }>(
    'SELECT case_id, state FROM case_search_todo CROSS JOIN case_file ON id = case_id LIMIT ?',
  );
  const isSomeNoted = db.prepare('SELECT 1 FROM case_search_todo LIMIT 1');
  const settle = db.prepare('DELETE FROM case_search_todo WHERE case_id = ?');
  const nameIt = db.prepare('INSERT OR IGNORE INTO case_search_key (case_id) VALUES (?)');
  const keyOf = db.prepare<[string], { key: number }>('SELECT key FROM case_search_key WHERE case_id = ?');
  const remove = db.prepare('DELETE FROM case_search WHERE rowid = ?');
  const enter = db.prepare('INSERT INTO case_search (rowid, terms) VALUES (?, ?)');
  const find = db.prepare<[string, number, number], FoundCase>(
    `SELECT id, state, attention FROM case_search
       CROSS JOIN case_search_key ON key = case_search.rowid CROSS JOIN case_file ON case_file.id = case_id
     WHERE case_search MATCH ? AND case_search.rowid < ?
     ORDER BY case_search.rowid DESC LIMIT ?`,
  );

  /** Enters some of what was noted. @returns whether more is left */
  const catchUp = db.transaction((most: number = batch): boolean => {
    const rows = noted.all(most);
    let erased = false;
    for (const { case_id, state } of rows) {
      const caseFile: CaseFile = JSON.parse(state);
      erased ||= reveal(caseFile.applicant) === null;
      // Where it is new there is nothing to remove.
      const isNew = nameIt.run(case_id).changes > 0;
      const key = keyOf.get(case_id)?.key ?? 0;
      if (!isNew) remove.run(key);
      enter.run(key, termsOf(caseFile));
      settle.run(case_id);
    }
    // A removed entry lies in the index until its pieces are merged: what was erased may not.
    if (erased) db.exec(`INSERT INTO case_search (case_search) VALUES ('optimize')`);
    return rows.length === most;
  });

  /** A disk that takes nothing leaves the index behind; what is noted is entered once it does again. */
  function tryToCatchUp(): 'done' | 'more' | 'notWritten' {
    try {
      return catchUp() ? 'more' : 'done';
    } catch (error) {
      if (!isNotWritten(error)) throw error;
      return 'notWritten';
    }
  }

  let timer: NodeJS.Timeout | undefined;
  function proceed(waitMs = pauseMs): void {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      const came = tryToCatchUp();
      if (came !== 'done') proceed(came === 'more' ? pauseMs : notWrittenMs);
    }, waitMs);
    timer.unref();
  }
  const stopListening = onChange(() => proceed());
  proceed();

  return {
    catchUp,
    close(): void {
      stopListening();
      clearTimeout(timer);
    },

    /**
     * The cases that fit and stand there, the latest first; null where nothing can be looked up by that text.
     * @param after goes on behind this one
     */
    find(
      text: string,
      scope: 'open' | 'results' | null,
      limit: number,
      after: string | null = null,
    ): readonly FoundCase[] | null {
      const expression = searchExpression(text, scope);
      if (expression === null) return null;
      if (isSomeNoted.get() !== undefined) tryToCatchUp();
      const before = after === null ? Number.MAX_SAFE_INTEGER : (keyOf.get(after)?.key ?? 0);
      return find.all(expression, before, limit);
    },
  };
}

const termsOf = ({ caseNumber, status, matter, applicant }: CaseFile): string =>
  searchTerms({ caseNumber, status, matterName: matter.name, applicant: reveal(applicant) }, pinyinOf).join(
    ' ',
  );
