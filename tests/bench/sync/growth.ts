import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import pg from 'pg';
import type { DistrictImport } from '#shared/contracts/district-import.ts';
import { chainStart } from '#shared/sync/command.ts';
import { districtClient } from '../../../src-main/core/sync/district-client.ts';
import { mustBe } from '../../accidents/ledger.ts';
import { type Goal, Samples } from '../samples.ts';
import {
  anHour,
  cityFile,
  cityInstallation,
  countersPerOffice,
  enrolUnasked,
  officeId,
} from './city-file.ts';
import { type Cluster, serveDistrict } from './processes.ts';

const sizes = [10_000, 100_000, 1_000_000, 10_000_000];
const offices = 40;
/** So many installations hand in their hour at each size, one after the other. */
const measured = 60;
/** So many before them, who are not counted: connections are opened and statements planned. */
const warming = 20;

/**
 * What a push and the pull after it cost among more and more events that are stored already: with its command each, five
 * of a case, spread over the offices as years of work have left them. Everything is asked for by one, so that what
 * differs is the size alone.
 * @param most events that are stored at most: ten million take some minutes
 */
export async function growth(cluster: Cluster, most: number): Promise<{ goals: Goal[]; lines: string[] }> {
  const databaseUrl = await cluster.fresh('growth');
  const folder = join(cluster.folder, 'growth');
  mkdirSync(folder);
  const file = cityFile(offices);
  const importFile = join(folder, 'import.json');
  writeFileSync(importFile, JSON.stringify(file), { mode: 0o600 });
  const district = await serveDistrict(folder, databaseUrl, '--import', importFile);
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await enrolFormer(database);

  const at: { size: number; push: Samples; pull: Samples }[] = [];
  let [stored, installed] = [0, 0];
  for (const size of sizes.filter((each) => each <= most)) {
    await store(database, stored, size);
    stored = size;
    at.push({ size, ...(await measure(database, district.url, file, installed)) });
    installed += warming + measured;
  }
  await database.end();
  await district.stop();
  await cluster.drop('growth');

  const [smallest, largest] = [at[0], at.at(-1)];
  if (smallest === undefined || largest === undefined) return { goals: [], lines: [] };
  const many = (count: number) => count.toLocaleString('en');
  const goal = (what: 'push' | 'pull'): Goal => ({
    name: `a ${what} among ${many(largest.size)} events against one among ${many(smallest.size)}, the median`,
    value: largest[what].quantile(0.5) / smallest[what].quantile(0.5),
    unit: 'times',
    bound: { kind: 'atMost', value: 1.5 },
    note: '20 commands a push',
  });
  const ms = (samples: Samples) =>
    `p50 ${samples.quantile(0.5).toFixed(1)}, p99 ${samples.quantile(0.99).toFixed(1)} ms`;
  return {
    goals: [goal('push'), goal('pull')],
    lines: at.map(({ size, push, pull }) => `${many(size)} events: push ${ms(push)}; pull ${ms(pull)}`),
  };
}

/** Each installation hands in its hour, and another of its office hears of it. */
async function measure(database: pg.Client, url: string, file: DistrictImport, from: number) {
  const [push, pull] = [new Samples(), new Samples()];
  const [matter] = file.reference.matters;
  if (matter === undefined) throw new Error('no matter');
  for (let index = from; index < from + warming + measured; index += 1) {
    // Spread over the offices, so that one pull brings one hour.
    const each = cityInstallation((index % offices) * countersPerOffice + Math.floor(index / offices));
    await enrolUnasked(database, each);
    const client = districtClient(url, () => each.token);
    const {
      rows: [start],
    } = await database.query<{ cookie: string; reference: string; staff: string }>(
      `select epoch || ':' || pg_snapshot_xmin(pg_current_snapshot()) || ':00000000-0000-0000-0000-000000000000' as cookie,
         reference_version as reference, staff_version as staff from district`,
    );
    if (start === undefined) throw new Error('no district');
    const hour = anHour(each, matter as never, 10);
    const begun = performance.now();
    const answer = await client.push(hour);
    const pushed = performance.now();
    const { cookie, reference: referenceVersion, staff: staffVersion } = start;
    const { changes } = await client.pull({ cookie, referenceVersion, staffVersion, states: 'text' });
    const pulled = performance.now();
    mustBe(
      answer.kind === 'taken' && answer.results.every(({ outcome }) => outcome === 'applied'),
      () => `a push was not taken: ${answer.kind}`,
    );
    mustBe(changes.length === 10, () => `${changes.length} cases came back`);
    if (index < from + warming) continue;
    push.add(pushed - begun);
    pull.add(pulled - pushed);
  }
  return { push, pull };
}

const former = '01900000-0000-7000-8000-000000000000';

/** The installation from which everything came that is stored beforehand. */
async function enrolFormer(database: pg.Client): Promise<void> {
  await database.query(
    `insert into installation (id, kind, counter_id, organisation_id, hall_id, area_code, series, public_key, token_hash,
       instance_id, last_hash, enrolled_at, approved_at)
     values ($1, 'counter', 'former', $2, null, '998000000', '001', 'former', 'former', $1, $3, now(), now())`,
    [former, officeId(0), chainStart],
  );
}

/** Fills up from one number of events to another. Digests stand for what is written: nothing that could be packed away. */
async function store(database: pg.Client, from: number, to: number): Promise<void> {
  const perCase = 5;
  const filler = (length: number) =>
    `(select string_agg(md5(n::text || part), '') from generate_series(1, ${Math.ceil(length / 32)}) as part)`;
  // Ids carry the time, over some years.
  const then = `now() - interval '1 minute' * (20000000 - n)`;
  const step = 200_000;
  for (let at = from; at < to; at += step) {
    const range = [at + 1, Math.min(at + step, to)];
    await database.query(
      `insert into case_file
       select uuidv7(interval '-1 minute' * (20000000 - n)), ${perCase},
         jsonb_build_object('caseNumber', '998' || lpad(n::text, 22, '0'), 'status', 'delivered', 'text', ${filler(1_600)}),
         'former', $3 || (n / ${perCase} % ${offices}), 'somebody', pg_current_xact_id()
       from generate_series($1::int, $2::int, ${perCase}) as n`,
      [...range, officeId(0).replace(/0$/, '')],
    );
    await database.query(
      `with given as materialized (
         select n, uuidv7(interval '-1 minute' * (20000000 - n)) as command_id
         from generate_series($1::int, $2::int) as n
       ), as_events as (
         insert into event
         select command_id, 1, 'caseFile', md5((n / ${perCase})::text)::uuid, 1 + n % ${perCase},
           jsonb_build_object('type', 'CaseAccepted', 'text', ${filler(400)}), ${then}
         from given
       )
       insert into command (installation_id, seq, command_id, hash, envelope, outcome, stamped_at)
       select '${former}', n, command_id, 'sha256:' || md5(n::text),
         json_build_object('commandId', command_id, 'text', ${filler(600)}), 'applied', ${then}
       from given`,
      range,
    );
  }
  await database.query('vacuum analyze');
}
