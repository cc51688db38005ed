import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

/**
 * What may happen to one request on its way to the district and back.
 * refuse: it never arrives. loseAnswer: it arrives whole, its answer never comes. cutAnswer: half of the answer
 * comes. twice: it arrives two times. busy: somebody in between says 503. portal: somebody in between answers with a
 * page of their own.
 */
export type Mishap =
  | 'refuse'
  | 'loseAnswer'
  | 'cutAnswer'
  | 'twice'
  | 'busy'
  | 'portal'
  /** It is held back until the promise is fulfilled. */
  | { sendAfter: Promise<unknown> }
  /** The answer is held back until the promise is fulfilled. */
  | { answerAfter: Promise<unknown> }
  | { delayMs: number };

/** The line between an installation and its district, in a test's hands. */
export interface Cable {
  readonly url: string;
  /** The next requests to this path have these mishaps, one after another. */
  spoil(path: string, ...mishaps: Mishap[]): void;
  /** Paths of the requests so far, oldest first; those that were refused as well. */
  readonly requests: readonly string[];
  /** Nothing goes through any more, and what was open is cut. */
  unplug(): void;
  plugIn(): void;
}

const cables: (() => void)[] = [];
afterAll(() => {
  for (const remove of cables.splice(0)) remove();
});

/** Starts a proxy that speaks HTTP on both sides; it ends with the test file. A mute one takes everything and answers nothing. */
export async function startCable(target: string, { mute = false } = {}): Promise<Cable> {
  const mishaps = new Map<string, Mishap[]>();
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  let plugged = true;

  async function handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '';
    requests.push(path);
    if (mute) return;
    const mishap = mishaps.get(path)?.shift();
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const cut = () => outgoing.socket?.destroy();
    if (mishap === 'refuse') return void cut();
    if (mishap === 'busy') return void outgoing.writeHead(503).end();
    if (mishap === 'portal') {
      return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<h1>请先登录网络</h1>');
    }
    const { host: _, ...headers } = incoming.headers;
    if (typeof mishap === 'object' && 'sendAfter' in mishap) await mishap.sendAfter;
    const body = Buffer.concat(parts);
    const onward = () => {
      const sent = request(`${target}${path}`, { method: incoming.method ?? 'GET', headers });
      sent.on('error', cut);
      outgoing.on('close', () => sent.destroy());
      sent.end(body);
      return sent;
    };
    if (mishap === 'twice') {
      const [first] = await once(onward(), 'response');
      (first as IncomingMessage).resume();
      await once(first as IncomingMessage, 'end');
    }
    onward().on('response', (answer) => void carryBack(answer, outgoing, mishap).catch(cut));
  }

  async function carryBack(answer: IncomingMessage, outgoing: ServerResponse, mishap: Mishap | undefined) {
    const status = answer.statusCode ?? 502;
    if (mishap === undefined || mishap === 'twice' || (typeof mishap === 'object' && 'sendAfter' in mishap)) {
      outgoing.writeHead(status, answer.headers);
      answer.on('error', () => outgoing.socket?.destroy());
      answer.pipe(outgoing);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of answer) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    if (typeof mishap === 'object') {
      await ('delayMs' in mishap ? sleep(mishap.delayMs) : mishap.answerAfter);
      outgoing.writeHead(status, answer.headers).end(body);
      return;
    }
    if (mishap === 'cutAnswer') {
      outgoing.writeHead(status, { ...answer.headers, 'content-length': body.length });
      await new Promise((resolve) => outgoing.write(body.subarray(0, body.length / 2), resolve));
    }
    outgoing.socket?.destroy();
  }

  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => {});
    handle(incoming, outgoing).catch(() => outgoing.socket?.destroy());
  });
  server.on('connection', (socket) => {
    if (!plugged) return void socket.destroy();
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  cables.push(() => {
    cutAll();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spoil: (path, ...list) => void mishaps.set(path, [...(mishaps.get(path) ?? []), ...list]),
    requests,
    unplug() {
      plugged = false;
      cutAll();
    },
    plugIn() {
      plugged = true;
    },
  };
}
