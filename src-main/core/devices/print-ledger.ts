import { v7 as uuidv7 } from 'uuid';
import type { DevicePlace } from '#shared/devices/device-profile.ts';
import type { Slip } from '#shared/devices/slip.ts';
import type { Store } from '../store/store.ts';

/**
 * waiting: for the district's leave to print it. printing: on its way, or it was when the program ended. printed: the
 * printer has confirmed it. failed: not one byte was sent. unknown: something was sent and nothing confirmed.
 */
export type PrintState = 'waiting' | 'printing' | 'printed' | 'failed' | 'unknown' | 'noPrinter';

/** A certificate is printed by one job in the whole district; of a slip there may be copies. */
export type PrintKind = 'slip' | 'certificate';

/** A job in the ledger, as a screen shows it. */
export interface PrintView {
  id: string;
  title: string;
  state: PrintState;
  sentence: string;
}

/** A job with what it takes to print it. */
export interface PrintRow extends PrintView {
  place: DevicePlace;
  kind: PrintKind;
  subjectId: string;
  slip: Slip;
  /** The installation that entered it, and that alone prints it. */
  owner: string;
  copyOf: string | null;
  /** The printer that took it, or refused it last. */
  printer: string;
  attempts: number;
  createdAt: string;
}

export const printSentences: Record<PrintState, string> = {
  waiting: '正在请区级平台确认可以打印，请稍候。',
  printing: '正在打印……',
  printed: '已打印。',
  failed: '没有打印。',
  unknown: '打印结果未确认，请看一下打印机，没有出纸再点重打。',
  noPrinter: '没有接打印机，请把屏幕上的号码或编号抄给群众。',
};

const columns = `id, title, state, sentence, place, kind, subject_id AS subjectId, slip, owner, copy_of AS copyOf, printer,
  attempts, created_at AS createdAt`;
/** The condition of the partial index over the few jobs that are not settled. */
const onItsWay = `state IN ('printing', 'waiting')`;
const newestFirst = 'ORDER BY created_at DESC, rowid DESC';

/** Everything that was sent to a printer, or should have been: one id through every attempt. */
export type PrintLedger = ReturnType<typeof printLedger>;

export function printLedger(store: Store) {
  const insert = store.db.prepare(
    `INSERT INTO print_job (id, place, title, subject_id, slip, state, sentence, created_at, kind, owner, copy_of)
     VALUES (@id, @place, @title, @subjectId, @slip, @state, @sentence, @createdAt, @kind, @owner, @copyOf)`,
  );
  const update = store.db.prepare(
    `UPDATE print_job SET state = @state, sentence = @sentence, printer = coalesce(@printer, printer),
       attempts = attempts + @attempts WHERE id = @id`,
  );
  const latest = store.db.prepare<[string], PrintView>(
    `SELECT id, title, state, sentence FROM print_job WHERE place = ? ${newestFirst} LIMIT 1`,
  );
  const ofSubject = store.db.prepare<[string], PrintView>(
    `SELECT id, title, state, sentence FROM print_job WHERE subject_id = ? ${newestFirst} LIMIT 1`,
  );
  const one = store.db.prepare<[string], PrintRow & { slip: string }>(
    `SELECT ${columns} FROM print_job WHERE id = ?`,
  );
  const some = store.db.prepare<[number], Omit<PrintRow, 'slip'>>(
    `SELECT ${columns.replace(' slip,', '')} FROM print_job ${newestFirst} LIMIT ?`,
  );
  // What was on its way when the program ended may or may not have come out: a person has to look. What still waited
  // for leave was never sent. The index is used where its own condition stands in the question.
  store.db
    .prepare(`UPDATE print_job SET state = 'unknown', sentence = ? WHERE ${onItsWay} AND state = 'printing'`)
    .run(printSentences.unknown);
  store.db
    .prepare(`UPDATE print_job SET state = 'failed', sentence = ? WHERE ${onItsWay} AND state = 'waiting'`)
    .run(`${printSentences.failed}程序重启前还没有得到区级平台确认，请点重试。`);

  return {
    /** Enters a job; to be called inside the act that it belongs to, so that neither is there without the other. */
    enter(
      job: Pick<PrintRow, 'place' | 'title' | 'subjectId' | 'slip' | 'kind' | 'state' | 'copyOf'>,
    ): string {
      const id = uuidv7();
      const owner = store.settings.get('enrolment')?.installationId ?? '';
      const { slip, state } = job;
      insert.run({
        ...job,
        id,
        owner,
        slip: JSON.stringify(slip),
        sentence: printSentences[state],
        createdAt: store.now(),
      });
      return id;
    },
    settle(
      id: string,
      state: PrintState,
      sentence: string,
      tried?: { printer: string | null; attempts: number },
    ): void {
      update.run({ id, state, sentence, printer: tried?.printer ?? null, attempts: tried?.attempts ?? 0 });
      store.changed();
    },
    get(id: string): PrintRow | null {
      const row = one.get(id);
      return row === undefined ? null : { ...row, slip: JSON.parse(row.slip as unknown as string) };
    },
    /** Whether this installation entered it: a ledger that came here in another's backup is not printed from. */
    isOwn: ({ owner }: PrintRow): boolean =>
      owner === '' || owner === store.settings.get('enrolment')?.installationId,
    lately: (count: number) => some.all(count),
    lastAt: (place: DevicePlace): PrintView | null => latest.get(place) ?? null,
    lastOf: (subjectId: string): PrintView | null => ofSubject.get(subjectId) ?? null,
  };
}
