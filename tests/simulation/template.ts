import { generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto';
import { cpSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Instant } from '#shared/clock/beijing.ts';
import { canonicalJson } from '#shared/sync/canonical.ts';
import { ensureEnrolled } from '../../src-main/core/identity/enrolment.ts';
import { machineClock } from '../../src-main/core/store/device-clock.ts';
import { fileKeyProvider } from '../../src-main/core/store/key-provider.ts';
import { openStore } from '../../src-main/core/store/store.ts';
import { districtClient } from '../../src-main/core/sync/district-client.ts';
import { demoImport, newCodes } from '../../src-main/demo/district-import.ts';
import { demoHall } from '../../src-main/demo/hall.ts';
import { type Database, openDatabase } from '../../src-server/database/database.ts';
import { keepKey } from '../../src-server/identity/person-key.ts';
import { openLog } from '../../src-server/log.ts';
import { importDistrict } from '../../src-server/organisation/import.ts';
import { buildServer } from '../../src-server/server.ts';

export const places = ['counter', 'neighbour', 'department'] as const;
export type PlaceName = (typeof places)[number];

const staffNumbers: Record<PlaceName, string> = {
  counter: 'G1001',
  neighbour: 'G1002',
  department: 'G2001',
};
/** Who works at a place. */
export function postingOf(place: PlaceName) {
  const found = demoHall.staff.find(({ posting }) => posting.staffNumber === staffNumbers[place]);
  if (found === undefined) throw new Error('nobody is posted there');
  return found.posting;
}
const keys = new Map<PlaceName, { privateKey: KeyObject; publicKey: KeyObject }>(
  places.map((place) => [place, generateKeyPairSync('ed25519')]),
);
/** Signs with the key of whoever works at a place. */
export const signFor =
  (place: PlaceName) =>
  (text: string): string => {
    const held = keys.get(place);
    if (held === undefined) throw new Error('nobody has a key there');
    return `ed25519:${sign(null, Buffer.from(text), held.privateKey).toString('base64')}`;
  };

const silent = openLog({ write: () => undefined });
silent.level = 'silent';

/** The limits of a server are not what is tried here. */
const limits = {
  strangers: { burst: 1e9, perSecond: 1e9 },
  signIns: { burst: 1e9, perSecond: 1e9 },
  inFlight: 1e6,
  // Small, so that most pulls come in pages that the line may cut between.
  pullPage: 3,
};

/** A district server on a database of its own, over real HTTP on loopback; `now` is the clock that it stamps by. */
export async function serve(databaseUrl: string, now: () => Date) {
  const db = await openDatabase(databaseUrl, silent);
  // Nothing is scanned in the simulation.
  const app = buildServer({ db, log: silent, now, limits, blobFolder: join(tmpdir(), 'no-scans') });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    db,
    async stop() {
      await app.close();
      await db.close();
    },
  };
}

/** A whole district on the day on which everything was installed: what each seed begins with a copy of. */
export interface Template {
  /** Makes a copy for one seed: a database, and a folder for each installation. */
  copyTo(folder: string): Promise<{ databaseUrl: string; folders: Record<PlaceName, string> }>;
}

/** Runs statements that concern whole databases. */
export async function onCluster(cluster: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: cluster });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
export const databaseIn = (cluster: string, name: string): string => {
  const url = new URL(cluster);
  url.pathname = name;
  return url.href;
};
export const newName = () => `seed_${randomUUID().replaceAll('-', '')}`;

export const storeAt = (folder: string) => ({
  folder: join(folder, 'store'),
  keys: fileKeyProvider(join(folder, 'store.key')),
});

/** Enrols two counters and a department at a fresh district. @param begin the moment at which the simulated days begin */
export async function makeTemplate(cluster: string, folder: string, begin: Date): Promise<Template> {
  const name = newName();
  await onCluster(cluster, `create database ${name}`);
  const { file, codes } = districtFile();
  const server = await serve(databaseIn(cluster, name), () => begin);
  await importDistrict(server.db.queries, canonicalJson(file), begin.toISOString() as Instant);
  for (const place of places) {
    mkdirSync(join(folder, place), { recursive: true });
    const store = openStore({ ...storeAt(join(folder, place)), clock: machineClock });
    const district = districtClient(server.url, () => store.settings.get('enrolment')?.token ?? null);
    await ensureEnrolled({
      ...{ store, district, appVersion: '0.1.0', runId: randomUUID(), log: { warn: () => {} } },
      grant: { code: codes[place] },
    });
    store.close();
  }
  for (const [place, { publicKey }] of keys)
    await keepKey(
      server.db.queries,
      postingOf(place).personId,
      {
        publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
        sealedKey: 'under the password of nobody',
      },
      begin.toISOString() as Instant,
    );
  await clearRuns(server.db);
  await server.stop();
  return {
    async copyTo(target) {
      const copy = newName();
      await onCluster(cluster, `create database ${copy} template ${name}`);
      cpSync(folder, target, { recursive: true });
      const folders = Object.fromEntries(places.map((place) => [place, join(target, place)]));
      return { databaseUrl: databaseIn(cluster, copy), folders: folders as Record<PlaceName, string> };
    },
  };
}

/** The demo's district, with a second counter to be enrolled; nobody signs in, so nobody needs a password. */
function districtFile() {
  const given = newCodes();
  const file = demoImport(given);
  const [first] = file.enrolmentCodes;
  if (first === undefined) throw new Error('the demo enrols nobody');
  const neighbour = { ...first, code: newCodes().counter, counterId: demoHall.counters[1]?.id ?? null };
  return {
    codes: { counter: given.counter, neighbour: neighbour.code, department: given.department },
    file: { ...file, passwords: [], enrolmentCodes: [...file.enrolmentCodes, neighbour] },
  };
}

/** Each seed begins with machines that were switched off for the night. */
const clearRuns = (db: Database) => db.queries.deleteFrom('installation_run').execute();
