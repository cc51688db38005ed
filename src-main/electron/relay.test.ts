import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import { os, type RouterClient } from '@orpc/server';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type BrowserShell, openBrowserShell } from '../browser/browser-shell.ts';
import { contractServer } from '../core/contract-server.ts';
import type { PortEnd } from './link-source.ts';
import type { CoreReport } from './messages.ts';
import { readPageAddress } from './page-address.ts';
import { relayTo } from './relay.ts';

const router = {
  greet: os.input(z.string()).handler(({ input }) => `您好，${input}`),
  turn: os.input(z.instanceof(File)).handler(async ({ input }) => {
    const bytes = new Uint8Array(await input.arrayBuffer()).reverse();
    return new File([bytes], `turned-${input.name}`, { type: input.type });
  }),
};
const eventually = <T>(look: () => T) => expect.poll(look, { interval: 20 });
const log = { info: () => {}, warn: () => {} };
const cleanUp: Array<() => Promise<void> | void> = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

async function shellOn(port: number, token = 'right'): Promise<BrowserShell> {
  const shell = await openBrowserShell({
    server: contractServer({ clerk: router }),
    rendererFolder: import.meta.dirname,
    port,
    tokens: { clerk: token },
    log,
  });
  cleanUp.push(() => shell.close());
  return shell;
}

/** Node's port under the shape that Electron's main process gives its own. */
class MainPort extends EventEmitter implements PortEnd {
  readonly #port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.#port = port;
    port.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown): void {
    this.#port.postMessage(message);
  }
  start(): void {
    this.#port.on('message', (data) => this.emit('message', { data }));
  }
  close(): void {
    this.#port.close();
  }
}

interface Window {
  readonly reports: CoreReport[];
  readonly closed: number;
  /** A client on the newest port, once there have been so many. */
  client(count: number): Promise<RouterClient<typeof router>>;
}

function attachWindow(address: string): Window {
  const page = readPageAddress(address);
  if (page.kind === 'refused') throw new Error(page.sentence);
  const windowPorts = new Map<MainPort, MessagePort>();
  const relay = relayTo<MainPort>({
    page,
    channel: () => {
      const { port1, port2 } = new MessageChannel();
      const window = new MainPort(port2);
      windowPorts.set(window, port2);
      return { near: new MainPort(port1), window };
    },
    log,
    pauses: { first: 20, longest: 50, healthyAfterMs: 10_000 },
  });
  cleanUp.push(() => relay.stop());
  const ports: MessagePort[] = [];
  const reports: CoreReport[] = [];
  const seen = { closed: 0 };
  relay.open('clerk', {
    port(port) {
      const window = windowPorts.get(port);
      if (window === undefined) return;
      window.on('close', () => {
        seen.closed += 1;
      });
      ports.push(window);
    },
    report: (report) => reports.push(report),
  });
  return {
    reports,
    get closed() {
      return seen.closed;
    },
    async client(count) {
      await eventually(() => ports.length).toBe(count);
      const port = ports.at(-1);
      if (port === undefined) throw new Error('no port');
      return createORPCClient(new RPCLink({ port: port as unknown as globalThis.MessagePort }));
    },
  };
}

describe('a relayed link', () => {
  it('carries calls and answers, as text and as bytes', async () => {
    const shell = await shellOn(0);
    const client = await attachWindow(shell.url('clerk')).client(1);
    expect(await client.greet('王')).toBe('您好，王');
    const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => at % 256);
    const turned = await client.turn(new File([bytes], '扫描.bin'));
    expect(turned.name).toBe('turned-扫描.bin');
    expect(new Uint8Array(await turned.arrayBuffer())).toEqual(bytes.reverse());
  });

  it('comes back with a new port when the shell does, and closes the old one', async () => {
    const first = await shellOn(0);
    const window = attachWindow(first.url('clerk'));
    await window.client(1);
    await first.close();
    await eventually(() => window.reports.at(-1)?.state).toBe('restarting');
    await eventually(() => window.closed).toBe(1);
    await shellOn(first.port);
    const client = await window.client(2);
    expect(await client.greet('李')).toBe('您好，李');
    expect(window.reports.at(-1)).toEqual({ state: 'running', sentence: '' });
  });

  it('is refused with a sentence when the token is an old one', async () => {
    const shell = await shellOn(0, 'new');
    const window = attachWindow(shell.url('clerk').replace('#new', '#old'));
    await eventually(() => window.reports.at(-1)?.sentence).toContain('口令');
  });
});
