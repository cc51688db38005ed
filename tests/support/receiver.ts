import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** What a receiver got: one message, as it came. */
export interface Received {
  id: string;
  head: IncomingMessage['headers'];
  body: string;
}

/** Somebody who takes messages over real HTTP, and does what a test wants of them. */
export interface Receiver {
  url: string;
  /** Everything that came whole, whatever was answered. */
  received: Received[];
  /** The status of the next answers; `hang` never answers, `cut` ends the line in the middle. */
  mood: number | 'hang' | 'cut';
  /** Stops listening, as a machine that is switched off; every line ends. */
  down(): Promise<void>;
  /** Listens again, under the same address. */
  up(): Promise<void>;
}

/** Starts one on this machine. */
export async function startReceiver(): Promise<Receiver> {
  let server: Server;
  let port = 0;
  const lines = new Set<Socket>();
  const receiver: Receiver = {
    ...{ url: '', received: [], mood: 204 },
    async down() {
      const closed = once(server, 'close');
      server.close();
      for (const line of lines) line.destroy();
      await closed;
    },
    async up() {
      server = createServer(async (request, response) => {
        let body = '';
        for await (const piece of request) body += String(piece);
        receiver.received.push({ id: String(request.headers['webhook-id']), head: request.headers, body });
        if (receiver.mood === 'cut') request.socket.destroy();
        else if (receiver.mood !== 'hang') response.writeHead(receiver.mood).end();
      });
      server.on('connection', (line) => {
        lines.add(line);
        line.once('close', () => lines.delete(line));
      });
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      port = (server.address() as AddressInfo).port;
      receiver.url = `http://127.0.0.1:${port}/news`;
    },
  };
  await receiver.up();
  return receiver;
}
