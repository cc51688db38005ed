import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createRouterClient } from '@orpc/server';
import { openDatabase } from '../../src-main/core/store/database.ts';
import { Journal } from '../../src-main/core/store/journal.ts';
import { openCounter } from '../support/counter.ts';
import { type Goal, Samples } from './samples.ts';

const blocks = 12;
const perBlock = 40;

/**
 * Accepting a case through the clerk's contract, durable and acknowledged, beside a bare transaction that writes
 * the same rows under the same cipher and settings after the same journal append, and beside the disk itself:
 * two flushes of the same bytes. The three take turns, so that a noisy machine treats them alike.
 */
export async function benchAccept(): Promise<{ goals: Goal[]; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-bench-'));
  const counter = await openCounter({ folder: join(folder, 'counter') });
  const clerk = createRouterClient(counter.clerk);
  const key = Buffer.alloc(32, 7);
  const peer = openDatabase(join(folder, 'peer.db'), key);
  const journal = new Journal(join(folder, 'peer.journal'), key);
  const disk = openSync(join(folder, 'disk'), 'w');
  const ours = new Samples();
  const bare = new Samples();
  const limit = new Samples();

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
    const write = bareTransaction(peer);
    for (const row of rows) {
      bare.time(() => {
        journal.append([row.envelope]);
        write(row);
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

  const ratio = ours.rate / bare.rate;
  const slowest = ours.quantile(0.99) / bare.quantile(0.99);
  return {
    goals: [
      {
        name: 'accepting a case: rate against the bare transaction',
        value: ratio,
        unit: '×',
        bound: { kind: 'atLeast', value: 0.5 },
        note: `${ours.rate.toFixed(0)}/s against ${bare.rate.toFixed(0)}/s`,
      },
      {
        name: 'accepting a case: p99 against the bare transaction’s',
        value: slowest,
        unit: '×',
        bound: { kind: 'atMost', value: 3 },
        note: `${ours.quantile(0.99).toFixed(2)} ms against ${bare.quantile(0.99).toFixed(2)} ms`,
      },
    ],
    lines: [
      `accept: ${ours.count} cases, median ${ours.quantile(0.5).toFixed(2)} ms; bare ${bare.quantile(0.5).toFixed(2)} ms; the disk alone (two flushes) ${limit.quantile(0.5).toFixed(2)} ms, so ${((100 * limit.quantile(0.5)) / ours.quantile(0.5)).toFixed(0)} % of our median is the disk`,
    ],
  };
}

type Db = ReturnType<typeof openDatabase>;

function rowsOf(db: Db, caseId: string) {
  const get = (sql: string) => db.prepare<[string], Record<string, unknown>>(sql).get(caseId) ?? {};
  const outbox = get('SELECT * FROM outbox WHERE subject_id = ? ORDER BY seq DESC LIMIT 1');
  const audit = get('SELECT * FROM audit WHERE subject_id = ? ORDER BY seq DESC LIMIT 1');
  const job = get('SELECT * FROM print_job WHERE subject_id = ? ORDER BY rowid DESC LIMIT 1');
  const file = get('SELECT id, state, attention FROM case_file WHERE id = ?');
  const bytes = JSON.stringify([outbox, audit, job, file]).length;
  return { outbox, audit, job, file, bytes, envelope: JSON.parse(String(outbox.envelope)) };
}

function bareTransaction(db: Db) {
  const outbox = db.prepare(
    'INSERT INTO outbox VALUES (@seq, @command_id, @subject_kind, @subject_id, @envelope, @hash, @state, @refusal)',
  );
  const audit = db.prepare(
    'INSERT INTO audit VALUES (@seq, @command_id, @name, @subject_kind, @subject_id, @actor_id, @captured_at, @hash)',
  );
  const file = db.prepare(
    'INSERT OR REPLACE INTO case_file (id, state, attention) VALUES (@id, @state, @attention)',
  );
  const job = db.prepare(
    'INSERT INTO print_job VALUES (@id, @place, @title, @subject_id, @slip, @state, @sentence, @created_at)',
  );
  const chain = db.prepare(`INSERT OR REPLACE INTO setting VALUES ('chain', ?)`);
  return (row: ReturnType<typeof rowsOf>) =>
    db
      .transaction(() => {
        outbox.run(row.outbox);
        audit.run(row.audit);
        file.run(row.file);
        job.run(row.job);
        chain.run(JSON.stringify({ lastSeq: row.outbox.seq, lastHash: row.outbox.hash }));
      })
      .immediate();
}
