import { setImmediate as breathe } from 'node:timers/promises';
import { type Refused, refused } from '#shared/contracts/answer.ts';
import { type Acting, NotSaved } from '../store/commands.ts';
import { isNotWritten } from '../store/database.ts';
import type { Store } from '../store/store.ts';

/** A workbook as somebody chose it: its name, its bytes as base64, and why its rows are proposed. */
export interface WorkbookFile {
  name: string;
  bytes: string;
  reason: string;
}

/** What every report of an import has. */
interface Report {
  name: string;
  state: 'checking' | 'done' | 'refused';
  checked: number;
  total: number;
  sentence: string;
}

/** Beyond this a person reads no more notes; the report says how many there are. */
export const mostNotes = 500;

/**
 * Takes in workbooks, one at a time. One goes in whole, or nothing of it; what became of it is in the report, since
 * thousands of rows take their time.
 * @param fresh a report of nothing yet
 * @param take reads, checks and proposes; tells what came of it
 */
export function workbookImport<Told extends Report>(
  store: Pick<Store, 'changed'>,
  fresh: Omit<Told, keyof Report>,
  take: (acting: Acting, file: WorkbookFile, tell: Teller<Told>) => Promise<void>,
) {
  let report: Told | null = null;

  function teller(begun: Told): Teller<Told> {
    const say = (changes: Partial<Told>): void => {
      report = { ...begun, ...changes };
      store.changed();
    };
    const ended =
      (state: 'done' | 'refused') =>
      (sentence: string, changes: Partial<Told> = {}) =>
        say({ state, sentence, ...changes } as Partial<Told>);
    return {
      async progress(checked, total) {
        say({ checked, total } as Partial<Told>);
        await breathe();
      },
      refuse: ended('refused'),
      done: ended('done'),
    };
  }

  return {
    sheetReport: () => report,

    /** Begins with a workbook. */
    importSheet(acting: Acting, file: WorkbookFile): { kind: 'done' } | Refused {
      if (report?.state === 'checking') return refused('importing', '上一个文件还在导入，请等它完成后再试。');
      const begun = {
        ...{ name: file.name, state: 'checking', checked: 0, total: 0, sentence: '正在检查…' },
        ...fresh,
      } as Told;
      report = begun;
      store.changed();
      const tell = teller(begun);
      take(acting, file, tell).catch((error: unknown) => {
        const unwritten = error instanceof NotSaved || isNotWritten(error);
        tell.refuse(
          unwritten ? new NotSaved().sentence : '导入时出了错，没有导入，请再试一次；仍不行请联系管理员。',
        );
        // A bug is to be seen as one, not only as a sentence.
        if (!unwritten) throw error;
      });
      return { kind: 'done' };
    },
  };
}

/** How an import tells the page how far it is, and what came of it. */
export interface Teller<Told> {
  /** So far; everybody else has their turn before it goes on. */
  progress(checked: number, total: number): Promise<void>;
  /** Nothing was taken in, and why. */
  refuse(sentence: string, changes?: Partial<Told>): void;
  done(sentence: string, changes: Partial<Told>): void;
}
