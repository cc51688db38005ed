import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommandResult, pushOutputSchema } from '#shared/contracts/district.ts';
import type { Chance } from './seeded.ts';

/**
 * What becomes of one request. late: it is held back. lost: it never arrives. cutThere: half of it arrives. unanswered:
 * it arrives, its answer does not. cutBack: half of its answer comes. twice: it arrives two times, one after the other.
 * twiceAtOnce: two times side by side. again: it is answered, and arrives once more later.
 */
const fates = ['late', 'lost', 'cutThere', 'unanswered', 'cutBack', 'twice', 'twiceAtOnce', 'again'] as const;
type Fate = (typeof fates)[number] | 'well';

/** A line over real sockets between an installation and its district: chance delays, cuts and doubles. */
export interface BadLine {
  readonly url: string;
  /** The part of requests that something happens to, from now on. */
  badness: number;
  /** What the district has acknowledged, by sequence number, whether or not the installation has heard it. */
  readonly acknowledged: ReadonlyMap<number, CommandResult>;
  /** Mishaps so far. */
  readonly happened: number;
  /** Breaks every connection in the middle of whatever it carries. */
  cut(): void;
  /** Fulfilled when the next request has been handed to the district and is not answered yet. */
  nextRequest(): Promise<void>;
  /** Ends it, and forgets what it still held back. */
  close(): void;
}

/** Starts one in front of a district that may be gone for a while. @param chance of this line alone */
export async function startBadLine(target: string, chance: Chance): Promise<BadLine> {
  const acknowledged = new Map<number, CommandResult>();
  const sockets = new Set<Socket>();
  let waiting: (() => void)[] = [];
  let happened = 0;
  let closed = false;

  async function carry(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const path = incoming.url ?? '';
    const body = await whole(incoming);
    const { host: _, connection: __, ...headers } = incoming.headers;
    const cut = () => outgoing.socket?.destroy();
    /** Hands it to the district. @param part how much of the body arrives before the line breaks */
    const hand = async (part = 1): Promise<IncomingMessage> => {
      const sent = request(`${target}${path}`, { method: incoming.method ?? 'GET', headers, agent: false });
      if (part < 1) {
        const half = body.subarray(0, Math.floor(body.length * part));
        sent.on('error', () => {});
        sent.write(half, () => sent.destroy());
        throw new Error('cut');
      }
      outgoing.on('close', () => {
        if (isStream) sent.destroy();
      });
      sent.end(body);
      for (const tell of waiting.splice(0)) tell();
      const [answer] = (await once(sent, 'response')) as [IncomingMessage];
      return answer;
    };
    const handAll = async () => {
      const answer = await hand();
      const bytes = await whole(answer);
      if (path === '/v1/push' && answer.statusCode === 200) note(bytes);
      return { answer, bytes };
    };
    const isStream = path === '/v1/wake-ups';
    const fate: Fate = !isStream && chance.happens(line.badness) ? chance.oneOf(fates) : 'well';
    const delayMs = chance.between(20, 1_500);
    if (fate !== 'well') happened += 1;
    if (isStream) {
      const answer = await hand();
      answer.on('error', cut);
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      outgoing.flushHeaders();
      answer.pipe(outgoing);
      return;
    }
    if (fate === 'lost') return void cut();
    if (fate === 'late') await sleep(delayMs);
    if (fate === 'cutThere') await hand(chance.next());
    if (fate === 'twice') await handAll();
    const second = fate === 'twiceAtOnce' ? handAll() : null;
    second?.catch(() => {});
    const { answer, bytes } = await (second === null ? handAll() : Promise.race([handAll(), second]));
    if (fate === 'unanswered') return void cut();
    if (fate === 'again')
      setTimeout(() => {
        if (!closed) handAll().catch(() => {});
      }, delayMs);
    outgoing.writeHead(answer.statusCode ?? 502, { ...answer.headers, 'content-length': bytes.length });
    if (fate !== 'cutBack') return void outgoing.end(bytes);
    outgoing.write(bytes.subarray(0, bytes.length / 2), cut);
  }

  function note(bytes: Buffer): void {
    const said = pushOutputSchema.parse(JSON.parse(bytes.toString()));
    if (said.kind === 'taken') for (const result of said.results) acknowledged.set(result.seq, result);
  }

  const server = createServer((incoming, outgoing) => {
    outgoing.on('error', () => {});
    carry(incoming, outgoing).catch(() => outgoing.socket?.destroy());
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line: BadLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    badness: 0,
    acknowledged,
    get happened() {
      return happened;
    },
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    nextRequest: () => new Promise((resolve) => void waiting.push(resolve)),
    close() {
      closed = true;
      waiting = [];
      line.cut();
      server.close();
    },
  };
  return line;
}

async function whole(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
