import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import type { CaseFile } from '#shared/cases/case-file.ts';
import { formatCaseNumber } from '#shared/cases/case-number.ts';
import { beijingDateOf, type Instant, instantOfEpoch } from '#shared/clock/beijing.ts';
import type { Stamp } from '#shared/clock/evidence.ts';
import { fileKeyProvider } from '../../src-main/core/core.ts';
import { type Database, openDatabase } from '../../src-main/core/store/database.ts';
import { done, openCounter, prepareInstallation, takeCase, uuidv7 } from '../support/counter.ts';

/** An installation that has been at work for a year, its district out of reach since this morning. */
export interface LargeStore {
  folder: string;
  cases: number;
  megabytes: number;
  seconds: number;
}

const cases = 100_000;
const casesPerDay = 400;
const casesPerVisit = 4;
/** Acts of this morning wait in the outbox: seven commands a visit. */
const visitsThisMorning = 30;

let made: Promise<LargeStore> | null = null;

/** One for a whole run: making it takes longer than what is measured on it. Gone with the process. */
export function largeStore(): Promise<LargeStore> {
  made ??= make();
  return made;
}

async function make(): Promise<LargeStore> {
  const begun = performance.now();
  const root = mkdtempSync(join(tmpdir(), 'yichuang-bench-large-'));
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const sample = await oneVisit(join(root, 'sample'));
  const folder = prepareInstallation(join(root, 'large'));
  const file = join(folder, 'store', 'yichuang.db');
  fill(openDatabase(file, fileKeyProvider(join(folder, 'store.key')).key(true)), sample);
  const counter = await openCounter({ folder });
  for (let each = 0; each < visitsThisMorning; each += 1) await visit(counter);
  await counter.close();
  const megabytes = statSync(file).size / 2 ** 20;
  return { folder, cases, megabytes, seconds: (performance.now() - begun) / 1000 };
}

type Row = Record<string, string | number | null>;
type Table = 'ticket' | 'visit' | 'case_file' | 'audit' | 'print_job';
type Sample = Record<Table, Row[]>;

/** What one visit leaves in a store: taken from a real one, so that rows are as long as they are. */
async function oneVisit(folder: string): Promise<Sample> {
  const counter = await openCounter({ folder });
  await visit(counter);
  const { db } = counter.store;
  const rowsOf = (table: Table) =>
    db.prepare<[], Row>(`SELECT ${columnsOf(db, table).join(', ')} FROM ${table}`).all();
  const sample: Sample = {
    ticket: rowsOf('ticket'),
    visit: rowsOf('visit'),
    case_file: rowsOf('case_file'),
    audit: rowsOf('audit'),
    print_job: rowsOf('print_job'),
  };
  await counter.close();
  return sample;
}

/** Columns that can be written: the others follow from them. */
const columnsOf = (db: Database, table: Table) =>
  db
    .prepare<[], { name: string }>(`SELECT name FROM pragma_table_xinfo('${table}') WHERE hidden = 0`)
    .all()
    .map(({ name }) => name);

/** A ticket, its visit with a case that is accepted at once, and goodbye. */
async function visit({ clerk, kiosk }: Awaited<ReturnType<typeof openCounter>>): Promise<void> {
  const [desk, machine] = [createRouterClient(clerk), createRouterClient(kiosk)];
  await done(machine.issue({ ticketId: uuidv7(), categoryId: 'civil' }));
  await done(desk.queue.callNext({}));
  await done(desk.queue.arrive());
  const { id: caseId } = await takeCase(desk);
  await done(desk.cases.accept({ caseId }));
  await done(desk.visits.close({ outcome: 'advised' }));
}

/** What differs from one copy of the sample to the next. */
interface Turn {
  index: number;
  visit: number;
  caseNumber: string;
  at: Instant;
  day: string;
}

/** Stand in the sample where every copy has its own. */
const someMoment = '2001-01-01T00:00:00.000Z' as Instant;
const someDay = '2001-01-02';

/**
 * Fills a store with copies of the sample, confirmed by the district, each with ids and numbers of its own. One table
 * after the other and in the order of time, so that pages are filled as they are over a year.
 */
function fill(db: Database, sample: Sample): void {
  // Until it is closed this is nobody's store: safety can wait.
  db.pragma('journal_mode = OFF');
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -200000');
  const [file] = sample.case_file;
  const [ticket] = sample.ticket;
  const [opened] = sample.visit;
  const [receipt] = sample.print_job.filter(({ subject_id }) => subject_id === file?.id);
  if (!file || !ticket || !opened || !receipt) throw new Error('the sample visit is not whole');
  const caseFile: CaseFile = JSON.parse(String(file.state));
  const ofVisit = [ticket.id, opened.id].map(String);
  const ids = [...new Set(JSON.stringify(sample).match(/[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}/g))];
  const token = new RegExp([...ids, caseFile.caseNumber, someMoment, someDay].join('|'), 'g');

  /** A text of the sample as a function of the turn. */
  function copier(text: string): (turn: Turn) => string {
    const between = text.split(token);
    const tokens = (text.match(token) ?? []).map((found) => {
      if (found === caseFile.caseNumber) return (turn: Turn) => turn.caseNumber;
      if (found === someMoment) return (turn: Turn) => turn.at;
      if (found === someDay) return (turn: Turn) => turn.day;
      const rest = found.slice(8);
      return ofVisit.includes(found)
        ? ({ visit }: Turn) => `${hex(visit)}${rest}`
        : ({ index }: Turn) => `${hex(index)}${rest}`;
    });
    if (tokens.length === 0) return () => text;
    return (turn) =>
      tokens.reduce((all, own, at) => `${all}${own(turn)}${between[at + 1]}`, between[0] ?? '');
  }

  function inserter(table: Table, row: Row): (turn: Turn, changes?: Row) => void {
    const columns = columnsOf(db, table);
    const values = columns.map((name) => `@${name}`).join(', ');
    const insert = db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values})`);
    const copiers = Object.entries(row).map(
      ([name, value]) => [name, typeof value === 'string' ? copier(value) : () => value] as const,
    );
    return (turn, changes) => {
      const copy: Row = {};
      for (const [name, own] of copiers) copy[name] = own(turn);
      insert.run({ ...copy, ...changes });
    };
  }

  function confirmed(table: Table, row: Row, changes: object): ReturnType<typeof inserter> {
    const state = { ...JSON.parse(String(row.state)), ...changes };
    const text = JSON.stringify(state);
    return inserter(table, { ...row, state: text, base: text, base_revision: state.revision });
  }

  const turns = Array.from({ length: cases }, (_, index): Turn => {
    const at = instantOfEpoch(
      Date.now() - (cases / casesPerDay - Math.floor(index / casesPerDay)) * 86_400_000,
    );
    const day = beijingDateOf(at);
    const caseNumber = formatCaseNumber({
      areaCode: caseFile.caseNumber.slice(0, 9),
      date: day,
      series: caseFile.caseNumber.slice(17, 20),
      serial: 1 + (index % casesPerDay),
    });
    return { index, visit: Math.floor(index / casesPerVisit), caseNumber, at, day };
  });
  const visits = turns.filter(({ index }) => index % casesPerVisit === 0);

  db.transaction(() => {
    const insertTicket = confirmed('ticket', ticket, { businessDay: someDay });
    for (const turn of visits) insertTicket(turn);
    const insertVisit = confirmed('visit', opened, {});
    for (const turn of visits) insertVisit(turn);
    const insertCase = stages(caseFile).map((stage) => confirmed('case_file', file, stage));
    for (const turn of turns) insertCase[stageOf(turn.index)]?.(turn);
    const insertReceipt = inserter('print_job', { ...receipt, state: 'printed', created_at: someMoment });
    for (const turn of turns) insertReceipt(turn);
    const acts = sample.audit.map((row) => inserter('audit', { ...row, captured_at: someMoment }));
    let chain = { lastSeq: 0, lastHash: '' };
    for (const turn of turns) {
      for (const [at, insert] of acts.entries()) {
        const ofCase = sample.audit[at]?.subject_id === file.id;
        if (!ofCase && turn.index % casesPerVisit !== 0) continue;
        const seq = chain.lastSeq + 1;
        chain = { lastSeq: seq, lastHash: `sha256:${seq.toString(16).padStart(64, '0')}` };
        insert(turn, { id: seq, seq, hash: chain.lastHash });
      }
    }
    const set = db.prepare('INSERT OR REPLACE INTO setting VALUES (?, ?)');
    set.run('chain', JSON.stringify(chain));
    set.run('confirmedSeq', String(chain.lastSeq));
  })();
  db.pragma('journal_mode = WAL');
  db.close();
}

const hex = (value: number) => value.toString(16).padStart(8, '0');

/** With the department; back from it; handed out, as nearly all are. */
function stages(file: CaseFile): Partial<CaseFile>[] {
  const at: Stamp = {
    capturedAt: someMoment,
    notBefore: someMoment,
    notAfter: someMoment,
    uploadedAt: someMoment,
  };
  const by = file.receivedBy;
  const accepted: Partial<CaseFile> = { received: at, accepted: at };
  const decided: Partial<CaseFile> = {
    ...accepted,
    status: 'decided',
    decision: { outcome: 'approved', opinion: '符合条件，同意。', decidedBy: 'person-g2001', decided: at },
  };
  const personal = { name: '豫小满', relation: 'self' } as const;
  const delivered: Partial<CaseFile> = {
    ...decided,
    status: 'delivered',
    issued: { by, at },
    delivered: { by, at, method: 'onSite', recipient: { salt: 'sixteen-characters', personal } },
  };
  return [accepted, decided, delivered];
}

const stageOf = (index: number) => (index % 50 === 0 ? 0 : index % 100 === 1 ? 1 : 2);
