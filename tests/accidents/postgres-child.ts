import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { openLog } from '../../src-server/log.ts';

/** A PostgreSQL of its own that a driver ends as a power cut ends it, and starts again on what the disk has. */
export interface PostgresChild {
  /** Leads to it whatever port it is on after a start. */
  readonly url: string;
  /** SIGKILL to the postmaster and every process of it; fulfilled when none is left. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** In order, and for good. */
  stop(): Promise<void>;
}

/** @param folder where its cluster lies; whoever runs this as root lets PostgreSQL's own account pass through */
export async function startPostgres(folder: string): Promise<PostgresChild> {
  const data = join(folder, 'postgres');
  chmodSync(folder, 0o755);
  mkdirSync(data);
  const log = openLog({ write: () => undefined });
  let postgres = await startEmbeddedPostgres(data, log);
  const sockets = new Set<Socket>();
  // A start takes a free port; a district knows one address.
  const door = createServer((here) => {
    const { hostname, port } = new URL(postgres.url);
    const there = connect(Number(port), hostname);
    for (const [side, other] of [
      [here, there],
      [there, here],
    ] as const) {
      sockets.add(side);
      side.pipe(other);
      side.on('error', () => other.destroy());
      side.on('close', () => {
        sockets.delete(side);
        other.destroy();
      });
    }
  });
  door.listen(0, '127.0.0.1');
  await once(door, 'listening');
  const url = new URL(postgres.url);
  url.port = String((door.address() as AddressInfo).port);

  /** @returns the processes that were killed with the postmaster */
  function killAll(): number[] {
    const [postmaster] = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8')
      .split('\n')
      .map(Number);
    if (postmaster === undefined) throw new Error('there is no PostgreSQL to kill');
    // Held still, it starts no further ones.
    process.kill(postmaster, 'SIGSTOP');
    const children = childrenOf(postmaster);
    for (const pid of [...children, postmaster]) killed(pid);
    return children;
  }
  // It has a group of its own, which outlives a driver that is interrupted.
  const leave = () => {
    if (isRunning) killAll();
  };
  let isRunning = true;
  process.once('exit', leave);

  return {
    url: url.href,
    async kill() {
      isRunning = false;
      const children = killAll();
      await postgres.ended;
      while (children.some(isAtWork)) await sleep(5);
    },
    async start() {
      postgres = await startEmbeddedPostgres(data, log);
      isRunning = true;
    },
    async stop() {
      isRunning = false;
      process.off('exit', leave);
      await postgres.stop();
      for (const socket of sockets) socket.destroy();
      door.close();
    },
  };
}

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** State and parent, out of `/proc`: what follows the name in brackets, which may hold anything. */
function processOf(pid: number): { state: string; parent: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [state = '', parent] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
}
const childrenOf = (parent: number): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => processOf(pid)?.parent === parent);
/** A process that has ended may wait to be collected by whoever inherits it. */
const isAtWork = (pid: number): boolean => !['Z', 'X', undefined].includes(processOf(pid)?.state);
