import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import { openDatabase } from '../../src-main/core/store/database.ts';
import { Journal } from '../../src-main/core/store/journal.ts';
import { openCounter } from '../support/counter.ts';
import { largeStore } from './large-store.ts';
import { type Goal, Samples } from './samples.ts';

const blocks = 12;
const perBlock = 40;

/** Accepting a case with nothing else in the store, and after years of work. */
export async function benchAccept(): Promise<{ goals: Goal[]; lines: string[] }> {
  const { folder, cases } = await largeStore();
  const first = await accepting('accepting a case', null);
  const later = await accepting(`accepting with ${cases.toLocaleString('en')} cases`, folder);
  return { goals: [...first.goals, ...later.goals], lines: [...first.lines, ...later.lines] };
}

/** The disk is quiet where two flushes alone stay under this: half of what accepting a case may take. */
const quietMs = 5;

/**
 * Accepting a case through the clerk's contract, durable and acknowledged, beside a bare transaction that writes
 * the same rows under the same cipher and settings after the same journal append, and beside the disk itself:
 * two flushes of the same bytes. The three take turns, so that a noisy machine treats them alike.
 */
async function accepting(name: string, store: string | null): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'));
  const counter = await openCounter({ folder: store ?? join(folder, 'counter') });
  const clerk = createRouterClient(counter.clerk);
  const key = Buffer.alloc(32, 7);
  const peer = openDatabase(join(folder, 'peer.db'), key);
  const journal = new Journal(join(folder, 'peer.journal'), key);
  const disk = openSync(join(folder, 'disk'), 'w');
  const ours = new Samples();
  const bare = new Samples();
  const limit = new Samples();

  let write: ReturnType<typeof bareTransaction> | null = null;
  const caseIds: string[] = [];
  for (let index = 0; index < blocks * perBlock; index += 1) caseIds.push(await counter.receive());

  for (let block = 0; block < blocks; block += 1) {
    const ids = caseIds.slice(block * perBlock, (block + 1) * perBlock);
    for (const caseId of ids) {
      const start = performance.now();
      const answer = await clerk.cases.accept({ caseId });
      ours.add(performance.now() - start);
      if (answer.kind !== 'done') throw new Error('the case was not accepted');
    }
    // The very rows that were just written, read back outside the measured time.
    const rows = ids.map((id) => rowsOf(counter.store.db, id));
    for (const row of rows) {
      write ??= bareTransaction(peer, row);
      bare.time(() => {
        journal.append([row.envelope]);
        write?.(row);
      });
      const bytes = Buffer.alloc(row.bytes);
      limit.time(() => {
        for (let flush = 0; flush < 2; flush += 1) {
          writeSync(disk, bytes);
          fdatasyncSync(disk);
        }
      });
    }
  }
  await counter.close();
  peer.close();
  journal.close();
  closeSync(disk);
  rmSync(folder, { recursive: true });

  const [p99, bareP99, diskP99] = [ours, bare, limit].map((samples) => samples.quantile(0.99));
  const judged = diskP99 !== undefined && diskP99 <= quietMs;
  const note = `${p99?.toFixed(2)} ms against ${bareP99?.toFixed(2)} ms; the disk alone ${diskP99?.toFixed(2)} ms`;
  return {
    goals: [
      {
        name: `${name}: rate against the bare transaction`,
        value: ours.rate / bare.rate,
        unit: '×',
        bound: { kind: 'atLeast', value: 0.5 },
        note: `${ours.rate.toFixed(0)}/s against ${bare.rate.toFixed(0)}/s`,
      },
      {
        name: `${name}: p99 against the bare transaction’s`,
        value: (p99 ?? Number.NaN) / (bareP99 ?? Number.NaN),
        unit: '×',
        bound: { kind: 'atMost', value: 3 },
        note,
      },
      ...(judged
        ? [{ name: `${name}: p99`, value: p99 ?? Number.NaN, unit: 'ms', bound: p99Bound, note }]
        : []),
    ],
    lines: [
      `${name}: ${ours.count} cases, median ${ours.quantile(0.5).toFixed(2)} ms; bare ${bare.quantile(0.5).toFixed(2)} ms; the disk alone (two flushes) ${limit.quantile(0.5).toFixed(2)} ms, so ${((100 * limit.quantile(0.5)) / ours.quantile(0.5)).toFixed(0)} % of our median is the disk`,
      ...(judged
        ? []
        : [
            `${name}: p99 of ${p99?.toFixed(2)} ms is not judged, since the disk is not quiet (${diskP99?.toFixed(2)} ms)`,
          ]),
    ],
  };
}

const p99Bound: Goal['bound'] = { kind: 'atMost', value: 10 };

type Db = ReturnType<typeof openDatabase>;

function rowsOf(db: Db, caseId: string) {
  const get = (sql: string) => db.prepare<[string], Record<string, unknown>>(sql).get(caseId) ?? {};
  const outbox = get('SELECT * FROM outbox WHERE subject_id = ? ORDER BY seq DESC LIMIT 1');
  const audit = get('SELECT * FROM audit WHERE subject_id = ? ORDER BY rowid DESC LIMIT 1');
  const job = get('SELECT * FROM print_job WHERE subject_id = ? ORDER BY rowid DESC LIMIT 1');
  const file = get('SELECT id, state, attention FROM case_file WHERE id = ?');
  const bytes = JSON.stringify([outbox, audit, job, file]).length;
  return { outbox, audit, job, file, bytes, envelope: JSON.parse(String(outbox.envelope)) };
}

function bareTransaction(db: Db, { outbox, audit, file, job }: ReturnType<typeof rowsOf>) {
  const insert = (table: string, row: object, how = 'INSERT') => {
    const columns = Object.keys(row);
    const values = columns.map((name) => `@${name}`);
    return db.prepare(`${how} INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')})`);
  };
  const statements = {
    outbox: insert('outbox', outbox),
    audit: insert('audit', audit),
    file: insert('case_file', file, 'INSERT OR REPLACE'),
    job: insert('print_job', job),
  };
  const chain = db.prepare(`INSERT OR REPLACE INTO setting VALUES ('chain', ?)`);
  return (row: ReturnType<typeof rowsOf>) =>
    db
      .transaction(() => {
        statements.outbox.run(row.outbox);
        statements.audit.run(row.audit);
        statements.file.run(row.file);
        statements.job.run(row.job);
        chain.run(JSON.stringify({ lastSeq: row.outbox.seq, lastHash: row.outbox.hash }));
      })
      .immediate();
}
