import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { chainStart, type Envelope, envelopeSchema, hashArgs, hashCommand } from '#shared/sync/command.ts';
import { Journal } from '../../src-main/core/store/journal.ts';
import { tableOf } from '../../src-main/core/store/subjects.ts';
import { mustBe } from './ledger.ts';

/** A store as it lies on the disk, looked at by somebody who can only read. */
export interface StoreOnDisk {
  rows<Row>(sql: string, ...values: (string | number)[]): Row[];
  setting<Value>(name: string): Value | null;
  /** The commands that the journal holds, oldest first. */
  journal(): Envelope[];
}

/** Looks at a store while its core stands still or runs; nothing in it is changed. */
export function lookAt<Result>(folder: string, look: (store: StoreOnDisk) => Result): Result {
  const key = readFileSync(join(folder, 'store.key'));
  const db = new Database(join(folder, 'store', 'yichuang.db'), { readonly: true, fileMustExist: true });
  try {
    db.pragma(`cipher = 'chacha20'`);
    db.pragma(`key = 'raw:${key.toString('hex')}'`);
    const rows = <Row>(sql: string, ...values: (string | number)[]) =>
      db.prepare<(string | number)[], Row>(sql).all(...values);
    const store: StoreOnDisk = {
      rows,
      setting(name) {
        const [row] = rows<{ value: string }>('SELECT value FROM setting WHERE name = ?', name);
        return row === undefined ? null : JSON.parse(row.value);
      },
      journal: () => journalOf(folder, key),
    };
    // One snapshot: the sync goes on meanwhile.
    return db.transaction(() => look(store))();
  } finally {
    db.close();
  }
}

/** Read from a copy: whoever opens a journal may cut it. */
function journalOf(folder: string, key: Buffer): Envelope[] {
  const copy = join(folder, 'journal-copy');
  mkdirSync(copy);
  try {
    for (const name of readdirSync(join(folder, 'store')).filter((each) => each.includes('.journal')))
      copyFileSync(join(folder, 'store', name), join(copy, name));
    const journal = new Journal(join(copy, 'yichuang.journal'), key);
    journal.close();
    mustBe(!journal.damaged, () => 'the journal has a record that cannot be read');
    return [...journal.earlier(), ...journal.entries].map((entry) => envelopeSchema.parse(entry));
  } finally {
    rmSync(copy, { recursive: true });
  }
}

/** What a store must be whatever has happened to its program, by itself and without anybody's memory. */
export function mustBeSound(store: StoreOnDisk, { thoroughly }: { thoroughly: boolean }): void {
  const check = thoroughly ? 'integrity_check' : 'quick_check';
  const [verdict] = store.rows<Record<string, string>>(`SELECT * FROM pragma_${check}`);
  mustBe(verdict?.[check] === 'ok', () => `${check}: ${JSON.stringify(verdict)}`);
  const hashes = chainMustHold(store);
  const entries = store.journal();
  outboxMustJoin(store, hashes, entries);
  journalMustJoin(entries, hashes);
  numbersMustBeUsedOnce(store);
  const strayed = store.rows(
    `SELECT visit_id FROM draft WHERE visit_id NOT IN (SELECT id FROM visit WHERE status = 'open')`,
  );
  mustBe(strayed.length === 0, () => `entries without an open visit: ${JSON.stringify(strayed)}`);
}

/** One row a command, numbered without a gap, up to the end of the chain. Returns the hashes by number. */
function chainMustHold(store: StoreOnDisk): ReadonlyMap<number, string> {
  const audit = store.rows<{ seq: number; command_id: string; hash: string }>(
    'SELECT seq, command_id, hash FROM audit ORDER BY rowid',
  );
  for (const [index, { seq }] of audit.entries())
    mustBe(seq === index + 1, () => `the chain has a gap before command ${seq}`);
  const once = new Set(audit.map(({ command_id }) => command_id));
  mustBe(once.size === audit.length, () => 'a command stands in the chain twice');
  const end = store.setting<{ lastSeq: number; lastHash: string }>('chain');
  const last = audit.at(-1);
  mustBe(
    end === null ? last === undefined : end.lastSeq === last?.seq && end.lastHash === last.hash,
    () => `the end of the chain ${JSON.stringify(end)} is not the last command ${JSON.stringify(last)}`,
  );
  return new Map(audit.map(({ seq, hash }) => [seq, hash]));
}

function joins(envelope: Envelope, hashes: ReadonlyMap<number, string>): boolean {
  const { seq, prevHash, args, argsHash } = envelope;
  return (
    prevHash === (seq === 1 ? chainStart : hashes.get(seq - 1)) &&
    hashArgs(args) === argsHash &&
    hashCommand(envelope) === hashes.get(seq)
  );
}

function outboxMustJoin(
  store: StoreOnDisk,
  hashes: ReadonlyMap<number, string>,
  entries: readonly Envelope[],
): void {
  const rows = store.rows<{ seq: number; envelope: string; hash: string; state: string }>(
    'SELECT seq, envelope, hash, state FROM outbox ORDER BY seq',
  );
  for (const { seq, envelope, hash, state } of rows) {
    const parsed: Envelope = JSON.parse(envelope);
    mustBe(
      parsed.seq === seq && hash === hashes.get(seq) && joins(parsed, hashes),
      () => `command ${seq} in the outbox does not join the chain`,
    );
    mustBe(state === 'waiting' || state === 'sent', () => `command ${seq} is ${state}`);
  }
  // What is neither confirmed nor waits any more came back in a page of a pull that goes on: its subject shows it.
  const confirmed = store.setting<number>('confirmedSeq') ?? 0;
  const waiting = new Set(rows.map(({ seq }) => seq));
  const inJournal = new Map(entries.map((envelope) => [envelope.seq, envelope]));
  for (const seq of hashes.keys()) {
    if (seq <= confirmed || waiting.has(seq)) continue;
    const envelope = inJournal.get(seq);
    mustBe(
      envelope !== undefined && isShown(store, envelope),
      () => `command ${seq} is neither confirmed, nor in the outbox, nor shown by what the district said`,
    );
  }
}

/** Whether the subject stands as the district has it, further than the command found it, and nothing older waits on top. */
function isShown(store: StoreOnDisk, { seq, subject: { kind, id }, baseRevision }: Envelope): boolean {
  const [shown] = store.rows(
    `SELECT 1 FROM ${tableOf[kind]} WHERE id = ? AND base_revision > ?
       AND NOT EXISTS (SELECT 1 FROM outbox WHERE subject_id = ? AND seq < ?)`,
    ...[id, baseRevision, id, seq],
  );
  return shown !== undefined;
}

/** The journal can be read to its end, and ends where the database does. */
function journalMustJoin(entries: readonly Envelope[], hashes: ReadonlyMap<number, string>): void {
  for (const [index, envelope] of entries.entries()) {
    mustBe(
      envelope.seq === (entries[0]?.seq ?? 0) + index && joins(envelope, hashes),
      () => `command ${envelope.seq} in the journal does not join the chain`,
    );
  }
  mustBe(
    (entries.at(-1)?.seq ?? hashes.size) === hashes.size,
    () => `the journal ends at ${entries.at(-1)?.seq}, the database at ${hashes.size}`,
  );
}

function numbersMustBeUsedOnce(store: StoreOnDisk): void {
  const [twice] = store.rows(
    `SELECT number FROM (
       SELECT case_number AS number FROM case_file
       UNION ALL SELECT business_day || ' ' || (state ->> '$.number') FROM ticket
     ) GROUP BY number HAVING count(*) > 1`,
  );
  mustBe(twice === undefined, () => `used twice: ${JSON.stringify(twice)}`);
  const [behind] = store.rows(
    `SELECT serial.*, used FROM serial JOIN (
       SELECT 'case' AS kind, substr(case_number, 10, 4) || '-' || substr(case_number, 14, 2) || '-' ||
         substr(case_number, 16, 2) AS day, max(CAST(substr(case_number, 21, 4) AS INTEGER)) AS used
       FROM case_file GROUP BY 2
       UNION ALL SELECT 'ticket ' || substr(state ->> '$.number', 1, 1), business_day,
         max(CAST(substr(state ->> '$.number', 2) AS INTEGER)) FROM ticket GROUP BY 1, 2
     ) USING (kind, day) WHERE last < used`,
  );
  mustBe(behind === undefined, () => `a serial is behind what was used: ${JSON.stringify(behind)}`);
}
