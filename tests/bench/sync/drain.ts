import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { mustBe } from '../../accidents/ledger.ts';
import type { Goal } from '../samples.ts';
import type { Place } from './place.ts';
import { run, servePeer, type Work } from './processes.ts';

const rateOf = ({ count, seconds }: Pick<Work, 'count' | 'seconds'>) => count / seconds;

/**
 * Cases that were taken in while the district was out of reach go up and come back confirmed: from the encrypted store
 * over HTTP into PostgreSQL, decided and chained, and everything on disk on both sides. Beside it the same documents
 * replicated by PouchDB, and the same rows put into bare tables.
 */
export async function drainCases(
  place: Place,
  cases: number,
  withPeer: boolean,
): Promise<{ goals: Goal[]; lines: string[] }> {
  const desk = await place.enrol(0);
  await run('desk.ts', 'fill', desk, String(cases));
  const ours = await run<Work>('desk.ts', 'drain', desk, place.district.url);
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ envelope: { commandId: string }; outcome: string }>(
    'select envelope, outcome from command order by seq',
  );
  mustBe(
    rows.length === cases && rows.every(({ outcome }) => outcome === 'applied') && ours.attention === 0,
    () => `${rows.length} of ${cases} arrived; ${ours.blocked ?? ''}`,
  );
  const bare = await bareInsert(client);
  await client.end();
  const peer = withPeer
    ? await peerPush(
        place.folder,
        rows.map(({ envelope }) => envelope),
      )
    : null;

  const each = (work: Pick<Work, 'count' | 'seconds'>) =>
    `${rateOf(work).toFixed(0)}/s (${work.seconds.toFixed(1)} s)`;
  const name = `drain of ${cases.toLocaleString('en')} cases`;
  return {
    goals: [
      {
        name: `${name} against a bare multi-row insert of the same rows`,
        value: (100 * rateOf(ours)) / rateOf(bare),
        unit: '%',
        bound: { kind: 'atLeast', value: 25 },
        note: `ours ${each(ours)}, confirmed after ${ours.confirmedSeconds?.toFixed(1)} s; bare ${each(bare)}`,
      },
      ...(peer === null
        ? []
        : [
            {
              name: `${name} against PouchDB`,
              value: rateOf(ours) / rateOf(peer),
              unit: 'times',
              bound: { kind: 'atLeast', value: 3 } as const,
              note: `ours ${each(ours)}, PouchDB ${each(peer)}`,
            },
          ]),
    ],
    lines: peer === null ? [`${name}: PouchDB cannot be fetched here, so nothing is said about it`] : [],
  };
}

/** The rows that draining has written, put into tables without rules and indexes, a hundred a statement. */
async function bareInsert(client: pg.Client): Promise<{ count: number; seconds: number }> {
  const tables = ['command', 'event', 'case_file'];
  const columns = { command: 'envelope', event: 'event', case_file: 'state' } as Record<string, string>;
  const held: Record<string, { id: string; body: string }[]> = {};
  for (const table of tables) {
    const id = table === 'case_file' ? 'id' : 'command_id';
    held[table] = (
      await client.query(`select ${id} as id, ${columns[table]}::text as body from ${table} order by 1`)
    ).rows;
    await client.query(`create table bare_${table} (id uuid primary key, body json not null)`);
  }
  const count = held.command?.length ?? 0;
  const begun = performance.now();
  for (let at = 0; at < count; at += 100) {
    await client.query('begin');
    for (const table of tables) {
      const rows = held[table]?.slice(at, at + 100) ?? [];
      const places = rows.map((_, index) => `($${2 * index + 1}, $${2 * index + 2})`).join(', ');
      await client.query(
        `insert into bare_${table} (id, body) values ${places}`,
        rows.flatMap(({ id, body }) => [id, body]),
      );
    }
    await client.query('commit');
  }
  const seconds = (performance.now() - begun) / 1000;
  await client.query('drop table bare_command, bare_event, bare_case_file');
  return { count, seconds };
}

async function peerPush(folder: string, envelopes: readonly { commandId: string }[]): Promise<Work> {
  const client = join(folder, 'peer-client');
  const server = join(folder, 'peer-server');
  for (const each of [client, server]) mkdirSync(each);
  const file = join(client, 'documents.jsonl');
  writeFileSync(file, '');
  for (const envelope of envelopes)
    appendFileSync(file, `${JSON.stringify({ _id: envelope.commandId, ...envelope })}\n`);
  await run('pouchdb/peer.ts', 'fill', client, file);
  const serving = await servePeer(server);
  const work = await run<Work>('pouchdb/peer.ts', 'push', client, serving.url);
  await serving.stop();
  mustBe(work.count === envelopes.length, () => `PouchDB wrote ${work.count}`);
  return work;
}
