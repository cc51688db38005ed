import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import { mustBe } from '../../accidents/ledger.ts';
import type { Goal } from '../samples.ts';
import type { Place } from './place.ts';
import { run, servePeer, type Work } from './processes.ts';

/** A row as draining has written it. */
interface Row {
  id: string;
  body: string;
}
/** Everything that draining has written: of one case a command, an event and a state. */
type Written = Record<'command' | 'event' | 'case_file', Row[]>;

/**
 * Cases that were taken in while the district was out of reach go up and come back confirmed: from the encrypted store
 * over HTTP into PostgreSQL, decided and chained, and everything on disk on both sides. Beside it the same rows put into
 * bare tables, and PouchDB twice: as it comes, with nothing but the commands; and with every record that is wanted of us,
 * each write waited for. In neither does it know who asks, encrypt, or decide.
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
  const { rows } = await client.query<{ applied: number }>(
    "select count(*)::int as applied from command where outcome = 'applied'",
  );
  mustBe(
    rows[0]?.applied === cases && ours.attention === 0,
    () => `${rows[0]?.applied} of ${cases} arrived; ${ours.blocked ?? ''}`,
  );
  const written = await writtenRows(client);
  const all = [...written.command, ...written.event, ...written.case_file];
  const bare = await bareInsert(client, written);
  await client.end();
  const [commandsAlone, equal] = withPeer
    ? [
        await peerPush(join(place.folder, 'peer-alone'), written.command),
        await peerPush(join(place.folder, 'peer-equal'), all, 'flushed'),
      ]
    : [];

  const bytesOf = (records: readonly Row[]) =>
    records.reduce((sum, { body }) => sum + Buffer.byteLength(body), 0);
  const each = ({ seconds }: Pick<Work, 'seconds'>, records: readonly Row[] = all) =>
    `${(cases / seconds).toFixed(0)} cases, ${(records.length / seconds).toFixed(0)} records, ` +
    `${(bytesOf(records) / seconds / 1e6).toFixed(2)} MB a second`;
  const name = `drain of ${cases.toLocaleString('en')} cases`;
  const goal = (against: string, value: number, unit: string, least: number, note: string): Goal => ({
    ...{ name: `${name} against ${against}`, value, unit, note },
    bound: { kind: 'atLeast', value: least },
  });
  const inSeconds =
    `ours ${ours.seconds.toFixed(1)} s, confirmed after ${ours.confirmedSeconds?.toFixed(1)} s ` +
    `and ${ours.cpuSeconds.toFixed(1)} s of the desk's processor`;
  const times = (work: Work) => work.seconds / ours.seconds;
  return {
    goals: [
      goal(
        'a bare multi-row insert of the same rows',
        (100 * bare.seconds) / ours.seconds,
        '%',
        25,
        `${inSeconds}; bare ${bare.seconds.toFixed(1)} s`,
      ),
      ...(commandsAlone === undefined || equal === undefined
        ? []
        : [
            goal(
              'PouchDB with the commands alone, nothing flushed',
              times(commandsAlone),
              'times',
              3,
              `PouchDB ${commandsAlone.seconds.toFixed(1)} s, ${commandsAlone.cpuSeconds.toFixed(1)} of the processor`,
            ),
            goal(
              'PouchDB with every record, flushed',
              times(equal),
              'times',
              3,
              `PouchDB ${equal.seconds.toFixed(1)} s, ${equal.cpuSeconds.toFixed(1)} of the processor`,
            ),
          ]),
    ],
    lines: [
      `${name}: ours ${each(ours)}`,
      `${name}: bare ${each(bare)}`,
      ...(commandsAlone === undefined || equal === undefined
        ? [`${name}: PouchDB cannot be fetched here, so nothing is said about it`]
        : [
            `${name}: PouchDB with the commands alone ${each(commandsAlone, written.command)}`,
            `${name}: PouchDB with every record, flushed ${each(equal)}`,
          ]),
    ],
  };
}

async function writtenRows(client: pg.Client): Promise<Written> {
  const read = async (text: string) => (await client.query<Row>(text)).rows;
  return {
    command: await read('select command_id as id, envelope::text as body from command order by seq'),
    event: await read(
      "select command_id || '/' || position as id, event::text as body from event order by 1",
    ),
    case_file: await read('select id::text, state::text as body from case_file order by 1'),
  };
}

/** The rows that draining has written, put into tables without rules and indexes, a hundred cases a transaction. */
async function bareInsert(client: pg.Client, written: Written): Promise<{ seconds: number }> {
  for (const table of Object.keys(written))
    await client.query(`create table bare_${table} (id text primary key, body json not null)`);
  const begun = performance.now();
  for (let at = 0; at < written.command.length; at += 100) {
    await client.query('begin');
    for (const [table, records] of Object.entries(written)) {
      const rows = records.slice(at, at + 100);
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
  return { seconds };
}

async function peerPush(folder: string, records: readonly Row[], ...options: string[]): Promise<Work> {
  const client = join(folder, 'client');
  const server = join(folder, 'server');
  for (const each of [client, server]) mkdirSync(each, { recursive: true });
  const file = join(folder, 'documents.jsonl');
  // An id of the record's own: the same case is a command, an event and a state.
  const lines = records.map(({ id, body }, index) => `{"_id":"${index}-${id}",${body.slice(1)}\n`);
  writeFileSync(file, lines.join(''));
  await run('pouchdb/peer.ts', 'fill', client, file, ...options);
  const serving = await servePeer(server, ...options);
  const work = await run<Work>('pouchdb/peer.ts', 'push', client, serving.url, ...options);
  await serving.stop();
  mustBe(work.count === records.length, () => `PouchDB wrote ${work.count} of ${records.length}`);
  return work;
}
