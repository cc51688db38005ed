import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { WebSocket } from 'ws';
import { type Audience, linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import type { citizenContract } from '#shared/contracts/citizen.ts';
import type { clerkContract } from '#shared/contracts/clerk.ts';
import type { departmentContract } from '#shared/contracts/department.ts';
import type { kioskContract } from '#shared/contracts/kiosk.ts';
import type { CoreOrder, FromCore } from './core-process.ts';

/** The process that was asked has been killed before it answered: whether the act was done is not known. */
export class Killed extends Error {}

type Message<Kind extends FromCore['kind']> = Extract<FromCore, { kind: Kind }>;

/** A core in a process of its own, between being started and being killed. */
export interface CoreChild {
  /** Fulfilled when the program is loaded and waits for its order. */
  readonly loaded: Promise<unknown>;
  /** Opens the core; rejects with `Killed`, or with what the core says where it cannot open. */
  open(order: CoreOrder): Promise<Message<'ready'>>;
  /** Lines of the core's log so far. */
  readonly logged: readonly Message<'logged'>[];
  readonly alive: boolean;
  /** SIGKILL; fulfilled when nothing of the process is left. */
  kill(): Promise<void>;
  /** The answer, or `Killed` where there will be none. */
  answered<Answer>(answer: Promise<Answer>): Promise<Answer>;
}

/** Starts the program of a core. @param cache folder for what was compiled once: it is started many times */
export function startCore(cache: string): CoreChild {
  const child: ChildProcess = fork(join(import.meta.dirname, 'core-process.ts'), {
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: cache },
    execArgv: [],
  });
  const logged: Message<'logged'>[] = [];
  const gone = once(child, 'exit').then(() => undefined);
  const killed = gone.then((): never => {
    throw new Killed('the core was killed');
  });
  killed.catch(() => {});
  const message = <Kind extends FromCore['kind']>(kind: Kind) =>
    new Promise<Message<Kind>>((resolve, reject) => {
      child.on('message', (message: FromCore) => {
        if (message.kind === kind) resolve(message as Message<Kind>);
        if (message.kind === 'failed') reject(new Error(`the core cannot open: ${message.reason}`));
      });
    });
  child.on('message', (message: FromCore) => {
    if (message.kind === 'logged') logged.push(message);
  });
  const loaded = message('loaded');
  const ready = message('ready');
  for (const each of [loaded, ready]) each.catch(() => {});
  const answered = <Answer>(answer: Promise<Answer>): Promise<Answer> => {
    answer.catch(() => {});
    return Promise.race([
      // A link that breaks a moment before its process is seen to be gone.
      answer.catch(async (error: unknown) => {
        const ended = await Promise.race([gone.then(() => true), pause(5_000).then(() => false)]);
        throw ended ? new Killed('the core was killed') : error;
      }),
      killed,
    ]);
  };
  return {
    loaded,
    async open(order) {
      await answered(loaded);
      child.send(order);
      return answered(ready);
    },
    logged,
    get alive() {
      return child.exitCode === null && child.signalCode === null;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    answered,
  };
}

const pause = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms));

/** What stands on a core's links: the pages' own client, over the shell's own socket. */
interface Contracts {
  clerk: typeof clerkContract;
  citizen: typeof citizenContract;
  kiosk: typeof kioskContract;
  department: typeof departmentContract;
}
export type Screen<Name extends keyof Contracts> = ContractRouterClient<Contracts[Name]>;
export type Screens = { [Name in 'clerk' | 'citizen' | 'kiosk']: Screen<Name> };

export function screenAt<Name extends keyof Contracts & Audience>(
  port: number,
  token: string,
  audience: Name,
): Screen<Name> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}${linkPath(audience)}`, [linkProtocol, token], {
    origin: `http://127.0.0.1:${port}`,
  });
  socket.on('error', () => {});
  return createORPCClient<Screen<Name>>(
    new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }),
  );
}

/** The three screens of a counter. */
export const screensAt = (port: number, token: string): Screens => ({
  clerk: screenAt(port, token, 'clerk'),
  citizen: screenAt(port, token, 'citizen'),
  kiosk: screenAt(port, token, 'kiosk'),
});
