import { fork } from 'node:child_process';
import {
  createCipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  randomUUID,
  verify,
} from 'node:crypto';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CarriedFile, carriedHead, carriedInfo } from '#shared/sync/carried.ts';
import { formerApplicationName } from '../../src-server/database/embedded-postgres.ts';
import { type SealingKey, sealingKeysOf } from '../../src-server/database/sealing.ts';
import { districtKey } from '../../src-server/identity/district-key.ts';
import { keepSealed } from '../../src-server/keep-sealed.ts';
import { openLog } from '../../src-server/log.ts';
import { carryKey, openUp } from '../../src-server/sync/carry-key.ts';
import { tempFolder } from '../support/folder.ts';
import { until } from '../support/wait.ts';
import { sealingKey, sealingKeys, startDistrict, type TestDistrict } from './district.ts';
import { enrolInstallation, type TestInstallation } from './installation.ts';

const other = sealingKeysOf({ SEALING_KEYS: Buffer.alloc(32, 9).toString('base64') });
/** How a private key of either kind begins (PKCS #8), in base64 and as a dump writes bytes. */
const privateKeys = /MC4CAQAwBQYDK2V[wu]|302e020100300506032b65(70|6e)/i;

let district: TestDistrict;
let counter: TestInstallation;
let logged: string[] = [];
beforeAll(async () => {
  district = await startDistrict();
  counter = await enrolInstallation(district.url, 'CODE-HANGHAI-1');
  // Both keys are made by what is asked.
  await counter.client.pull({ cookie: null, referenceVersion: null, certificateUntil: null });
});

const at = (keys: readonly SealingKey[]) => ({ db: district.db, sealingKeys: keys });
/** One round of a node that starts with these keys. */
const round = (keys: readonly SealingKey[], when = new Date()) =>
  keepSealed(district.db.queries, keys, openLog({ write: (line) => void logged.push(line) }))(when);
/** Everything that a dump of the database would hold. */
async function dump(): Promise<string> {
  const text = sql<{ all: string }>`select schema_to_xml('public', true, false, '')::text as all`;
  return (await text.execute(district.db.queries)).rows[0]?.all ?? '';
}
const row = async () =>
  district.db.queries.selectFrom('district').selectAll('district').executeTakeFirstOrThrow();

/** A file as a desk without a network seals it to the district. */
function carriedUp(publicKey: string, content: unknown): CarriedFile {
  const pair = generateKeyPairSync('x25519');
  const key = pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64');
  const head = { format: 'yichuang carried', version: 1, direction: 'up', id: randomUUID(), key } as const;
  const to = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
  const secret = diffieHellman({ privateKey: pair.privateKey, publicKey: to });
  const derived = Buffer.from(hkdfSync('sha256', secret, head.id, carriedInfo('up'), 32));
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', derived, nonce).setAAD(Buffer.from(carriedHead(head)));
  const body = Buffer.concat([cipher.update(JSON.stringify(content)), cipher.final()]);
  return { ...head, sealed: Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64') };
}

/** The keys at work are still those that installations know. */
async function expectTheSame(keys: readonly SealingKey[], known: { pass: string; carry: string }) {
  const { publicKey, sign } = await districtKey(at(keys));
  expect(publicKey).toBe(known.pass);
  const signature = Buffer.from(sign('a pass').slice('ed25519:'.length), 'base64');
  const key = createPublicKey({ key: Buffer.from(known.pass, 'base64'), format: 'der', type: 'spki' });
  expect(verify(null, Buffer.from('a pass'), key, signature)).toBe(true);
  expect(openUp(await carryKey(at(keys)), carriedUp(known.carry, { steps: 3 }))).toEqual({ steps: 3 });
}
async function known() {
  const { pass_public_key: pass, carry_public_key: carry } = await row();
  return { pass: pass ?? '', carry: carry ?? '' };
}

describe('the district’s own private keys', () => {
  it('stand in no dump of the database, and do their work', async () => {
    const { pass, carry } = await known();
    expect(pass).toBe(counter.enrolment.districtKey);
    const all = await dump();
    expect(all).toContain(pass);
    expect(all).toContain(carry);
    expect(all).not.toMatch(privateKeys);
    expect(all).not.toContain(sealingKey);
    await expectTheSame(sealingKeys, { pass, carry });
  });

  it('are sealed anew by the first key of the setting, and no installation notices', async () => {
    const before = await known();
    await round([...other, ...sealingKeys]);
    expect(await row()).toMatchObject({ pass_sealing_key: other[0]?.id, carry_sealing_key: other[0]?.id });
    await expectTheSame(other, before);
    await expect(districtKey(at(sealingKeys))).rejects.toThrow('SEALING_KEYS');
    logged = [];
    await round(sealingKeys);
    expect(logged.join('')).toMatch(/sealingKeyUnknown.*"secrets":"ownKeys","count":2/);
    await round([...sealingKeys, ...other]);
    await expectTheSame(sealingKeys, before);
  });

  it('open for no node with another setting: it does not start, and says what to put back', async () => {
    const env = { ...process.env, DATABASE_URL: district.databaseUrl, SEALING_KEYS: '', WEBHOOK_KEYS: '' };
    const child = fork(
      resolve(import.meta.dirname, '../../src-server/main.ts'),
      ['--port', '0', '--data', tempFolder()],
      { env, execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
    );
    let said = '';
    child.stderr?.on('data', (text) => {
      said += String(text);
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(1);
    expect(said).toContain('no key in SEALING_KEYS opens the keys of the district');
  });
});

describe('keys from before they were sealed', () => {
  /** As a node of the version before keeps them. */
  async function layOpen() {
    const { rows } = await sql<{ use: string }>`update district set
      pass_public_key = null, pass_sealed_key = null, pass_sealing_key = null,
      carry_public_key = null, carry_sealed_key = null, carry_sealing_key = null`.execute(
      district.db.queries,
    );
    expect(rows).toEqual([]);
    await districtKey(at([]));
    await carryKey(at([]));
    expect(await dump()).toMatch(privateKeys);
    return known();
  }

  it('stay as they are while a node of that version is at work, and are sealed when it has gone', async () => {
    const before = await layOpen();
    const former = new pg.Client({
      connectionString: district.databaseUrl,
      application_name: formerApplicationName,
    });
    await former.connect();
    const start = new Date();
    const keep = keepSealed(district.db.queries, sealingKeys, openLog({ write: () => undefined }));
    await keep(start);
    expect((await row()).pass_private_key).not.toBeNull();
    await expectTheSame(sealingKeys, before);
    await former.end();
    await until('PostgreSQL has seen it go', async () => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and application_name = ${formerApplicationName}`.execute(
        district.db.queries,
      );
      return rows.length === 0;
    });
    await keep(new Date(start.getTime() + 60_000));
    expect(await row()).toMatchObject({ pass_private_key: null, carry_private_key: null });
    expect(await dump()).not.toMatch(privateKeys);
    await expectTheSame(sealingKeys, before);
  });

  it('go on without a setting, and somebody is told', async () => {
    const before = await layOpen();
    logged = [];
    await round([]);
    expect(logged.join('')).toMatch(/sealingKeysMissing.*"secrets":"ownKeys","count":2/);
    await expectTheSame([], before);
    await round(sealingKeys);
    expect(await dump()).not.toMatch(privateKeys);
  });
});
