import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { mustBe } from '../../accidents/ledger.ts';
import type { Goal } from '../samples.ts';
import type { Place } from './place.ts';
import { run, servePeer, type Work } from './processes.ts';

/** So much more memory in the last quarter of the work than in its first is no growth. */
const flatMegabytes = 64;

/**
 * A machine that was enrolled a minute ago fetches the cases of its office: over HTTP, page by page, into the encrypted
 * store with its indexes. Beside it the same states replicated by PouchDB into a fresh folder.
 */
export async function firstPull(
  place: Place,
  cases: number,
  withPeer: boolean,
): Promise<{ goals: Goal[]; lines: string[] }> {
  const desk = await place.enrol(1);
  const client = new pg.Client({ connectionString: place.databaseUrl });
  await client.connect();
  await multiply(client, cases);
  const ours = await run<Work>('desk.ts', 'pull', desk, place.district.url);
  mustBe(ours.count === cases, () => `${ours.count} of ${cases} cases arrived`);
  const peer = withPeer ? await peerPull(place.folder, client, cases) : null;
  await client.end();

  const rate = ({ count, seconds }: Work) => count / seconds;
  const [begin = 0, ...later] = ours.rss.parts;
  const megabytes = ({ rss }: Work) => rss.parts.map((each) => each.toFixed(0)).join(', ');
  const each = (work: Work) =>
    `${rate(work).toFixed(0)}/s (${work.seconds.toFixed(1)} s, ${work.cpuSeconds.toFixed(1)} s of the processor)`;
  const name = `first pull of ${cases.toLocaleString('en')} cases`;
  return {
    goals: [
      ...(peer === null
        ? []
        : [
            {
              name: `${name} against PouchDB`,
              value: rate(ours) / rate(peer),
              unit: 'times',
              bound: { kind: 'atLeast', value: 3 } as const,
              note: `ours ${each(ours)}, PouchDB ${each(peer)}`,
            },
          ]),
      {
        name: `${name}: growth of memory after the first quarter`,
        value: Math.max(...later) - begin,
        unit: 'MB',
        bound: { kind: 'atMost', value: flatMegabytes },
        note: `most in each quarter: ${megabytes(ours)} MB${peer === null ? '' : `; PouchDB: ${megabytes(peer)} MB`}`,
      },
    ],
    lines: [],
  };
}

/** Makes the office's cases as many as are wanted, from those that are there: other ids and numbers, the same bytes. */
async function multiply(client: pg.Client, cases: number): Promise<void> {
  await client.query(
    `insert into case_file
     select (copy.state ->> 'id')::uuid, revision, copy.state, receiving_counter, receiving_organisation,
       deciding_department, pg_current_xact_id()
     from (
       select *, state || jsonb_build_object(
         'id', uuidv7(),
         'caseNumber', '999' || lpad((row_number() over ())::text, 22, '0')) as copied
       from case_file, generate_series(1, 1 + $1::int / (select count(*) from case_file)::int)
     ) as original, lateral (select copied as state) as copy
     limit $1::int - (select count(*) from case_file)`,
    [cases],
  );
  await client.query('vacuum analyze case_file');
}

async function peerPull(folder: string, client: pg.Client, cases: number): Promise<Work> {
  const server = join(folder, 'peer-of-cases');
  const fresh = join(folder, 'peer-fresh');
  for (const each of [server, fresh]) mkdirSync(each);
  const file = join(folder, 'cases.jsonl');
  const lines = createWriteStream(file);
  for (let at = 0; at < cases; at += 5_000) {
    const { rows } = await client.query<{ id: string; state: object }>(
      'select id, state from case_file order by id limit 5000 offset $1',
      [at],
    );
    for (const { id, state } of rows) lines.write(`${JSON.stringify({ _id: id, ...state })}\n`);
  }
  lines.end();
  await finished(lines);
  await run('pouchdb/peer.ts', 'fill', server, file);
  const serving = await servePeer(server);
  const work = await run<Work>('pouchdb/peer.ts', 'pull', fresh, serving.url);
  await serving.stop();
  mustBe(work.count === cases, () => `PouchDB wrote ${work.count}`);
  return work;
}
