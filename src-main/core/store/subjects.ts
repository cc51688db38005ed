import type { Refusal } from '#shared/decider.ts';
import { readState, type SubjectState, type SubjectStates } from '#shared/subjects.ts';
import type { SubjectKind } from '#shared/sync/command.ts';
import type { Database } from './database.ts';

/** A subject as the store holds it. */
export interface StoredSubject<State = SubjectState> {
  id: string;
  state: State;
  base: State | null;
  baseRevision: number;
  attention: Refusal | null;
}

interface Row {
  id: string;
  state: string;
  base: string | null;
  base_revision: number;
  attention: string | null;
}

export const tableOf: Record<SubjectKind, string> = {
  ticket: 'ticket',
  visit: 'visit',
  hallDay: 'hall_day',
  booking: 'booking',
  caseFile: 'case_file',
  staffChange: 'staff_change',
  matterChange: 'matter_change',
  calendarYear: 'calendar_year',
  localFacts: 'local_facts',
  installation: 'installation_record',
  quarantine: 'quarantine_item',
};

/**
 * What the district confirmed, as SQL over a subject's row: where nothing waits on top of it, it is what is shown and not
 * kept twice.
 */
export const baseText = 'CASE WHEN base IS NULL AND base_revision > 0 THEN state ELSE base END';

function toSubject<State>(kind: SubjectKind, row: Row): StoredSubject<State> {
  const state: State = readState(kind, JSON.parse(row.state));
  const isShown = row.base === null && row.base_revision > 0;
  return {
    id: row.id,
    state,
    base: isShown ? state : row.base === null ? null : readState(kind, JSON.parse(row.base)),
    baseRevision: row.base_revision,
    attention: row.attention === null ? null : JSON.parse(row.attention),
  };
}

/** Reading subjects: for everybody above the store. */
export interface SubjectReader<Kind extends SubjectKind> {
  get(id: string): StoredSubject<SubjectStates[Kind]> | null;
  /** All that satisfy a condition over the table's columns; the text is ours, the values are bound. */
  where(condition: string, ...values: (string | number)[]): StoredSubject<SubjectStates[Kind]>[];
  count(condition: string, ...values: (string | number)[]): number;
}

/** Somebody to tell which subject shows something else now, inside the act that wrote it: it may yet be taken back. */
export type OnWritten = (kind: SubjectKind, id: string) => void;

/** Writing subjects: for the store alone. */
interface SubjectWriter {
  show(kind: SubjectKind, id: string, state: SubjectState, attention: Refusal | null): void;
  /** @param base what the district confirmed, as JSON */
  confirm(kind: SubjectKind, id: string, base: string, baseRevision: number): void;
  /** Confirms a subject that nothing waits for: what is confirmed is what is shown. */
  settle(kind: SubjectKind, id: string, base: string, baseRevision: number): void;
}

export function subjectReader<Kind extends SubjectKind>(db: Database, kind: Kind): SubjectReader<Kind> {
  const table = tableOf[kind];
  const one = db.prepare<[string], Row>(`SELECT * FROM ${table} WHERE id = ?`);
  return {
    get(id) {
      const row = one.get(id);
      return row === undefined ? null : toSubject(kind, row);
    },
    where: (condition, ...values) =>
      prepared<(string | number)[], Row>(db, `SELECT * FROM ${table} WHERE ${condition}`)
        .all(...values)
        .map((row) => toSubject(kind, row)),
    count: (condition, ...values) =>
      prepared<(string | number)[], { n: number }>(
        db,
        `SELECT count(*) AS n FROM ${table} WHERE ${condition}`,
      ).get(...values)?.n ?? 0,
  };
}

export function subjectWriter(db: Database, onWritten: OnWritten): SubjectWriter {
  const show = (table: string) =>
    db.prepare(`INSERT INTO ${table} (id, state, attention) VALUES (?, ?, ?)
      ON CONFLICT DO UPDATE SET base = ${baseText}, state = excluded.state, attention = excluded.attention`);
  const confirm = (table: string) =>
    db.prepare(`INSERT INTO ${table} (id, state, base, base_revision) VALUES (@id, @base, @base, @revision)
      ON CONFLICT DO UPDATE SET base = excluded.base, base_revision = excluded.base_revision`);
  const settle = (table: string) =>
    db.prepare(`INSERT INTO ${table} (id, state, base_revision) VALUES (@id, @base, @revision)
      ON CONFLICT DO UPDATE SET state = excluded.state, base = NULL,
        base_revision = excluded.base_revision, attention = NULL`);
  const make = (table: string) => ({ show: show(table), confirm: confirm(table), settle: settle(table) });
  const statements = {
    ticket: make(tableOf.ticket),
    visit: make(tableOf.visit),
    hallDay: make(tableOf.hallDay),
    booking: make(tableOf.booking),
    caseFile: make(tableOf.caseFile),
    staffChange: make(tableOf.staffChange),
    matterChange: make(tableOf.matterChange),
    calendarYear: make(tableOf.calendarYear),
    localFacts: make(tableOf.localFacts),
    installation: make(tableOf.installation),
    quarantine: make(tableOf.quarantine),
  };
  return {
    show(kind, id, state, attention) {
      statements[kind].show.run(
        id,
        JSON.stringify(state),
        attention === null ? null : JSON.stringify(attention),
      );
      onWritten(kind, id);
    },
    confirm(kind, id, base, revision) {
      statements[kind].confirm.run({ id, base, revision });
    },
    settle(kind, id, base, revision) {
      statements[kind].settle.run({ id, base, revision });
      onWritten(kind, id);
    },
  };
}

const cache = new WeakMap<Database, Map<string, ReturnType<Database['prepare']>>>();

/** One prepared statement a text and database. */
function prepared<Values extends (string | number)[], Result>(db: Database, sql: string) {
  const statements = cache.get(db) ?? new Map();
  cache.set(db, statements);
  const found = statements.get(sql) ?? db.prepare<Values, Result>(sql);
  statements.set(sql, found);
  return found as ReturnType<typeof db.prepare<Values, Result>>;
}
