import type { ClientRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TLSSocket } from 'node:tls';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { ResponseValidationPlugin } from '@orpc/contract/plugins';
import { WebSocket } from 'ws';
import { hallContract } from '#shared/contracts/hall.ts';
import { mayKeepHall } from '#shared/identity/hall-member.ts';
import type { HallTrust } from './hall-trust.ts';

/** The hall's core, as another installation of the hall speaks to it. */
export type HallClient = ContractRouterClient<typeof hallContract>;

/** So often the hall's core is asked for a sign of life; silence for `silentMs` is a cut, whatever the socket says. */
const pingMs = 300;
const silentMs = 1_200;
/** From one try to the next; in a hall the other end is a metre of cable away. */
const againMs = { first: 100, last: 1_000 };
const handshakeMs = 1_500;

export interface HallLinkOptions {
  /** Address of the hall's core, `host:port`. */
  core: string;
  /** Where it may be besides, as was heard in the hall: tried in turn with the address that this machine was given. */
  heard?: (() => readonly string[]) | undefined;
  trust: HallTrust;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
  /** A link is open: works with it until it ends. Whatever it throws ends the link, and the next one is tried. */
  onOpen(client: HallClient, signal: AbortSignal): Promise<void>;
  /** It has ended, or could not be opened; the other side was last heard at this moment of `performance.now()`. */
  onClose(heardAt: number): void;
}

/** The link of an installation to the hall's core: opened again as long as this core runs. */
export function hallLink({ core, heard, trust, log, onOpen, onClose }: HallLinkOptions) {
  const closing = new AbortController();
  const said = new Set<string>();
  /** Once for every reason, not once for every try. */
  function say(why: string): void {
    if (!said.has(why)) log.warn({ why }, 'the hall is out of reach');
    said.add(why);
  }

  async function once(address: string): Promise<void> {
    const own = trust.own();
    if (own === null) return say('no certificate');
    const ended = new AbortController();
    const socket = new WebSocket(`wss://${address}/hall`, {
      ...own,
      minVersion: 'TLSv1.3',
      // The other side is judged below, see `hall-trust.ts`; TLS makes sure that the certificate is theirs.
      rejectUnauthorized: false,
      perMessageDeflate: false,
      finishRequest: (request: ClientRequest) => {
        // Small questions, each waited for.
        request.setNoDelay(true);
        request.end();
      },
    });
    const stop = () => socket.terminate();
    const opening = setTimeout(stop, handshakeMs).unref();
    closing.signal.addEventListener('abort', stop);
    let heartbeat: ReturnType<typeof setInterval> | undefined;
    let at: Promise<void> = Promise.resolve();
    let heardAt = performance.now();
    try {
      await new Promise<void>((resolve) => {
        socket.on('error', (error: NodeJS.ErrnoException) => say(error.code ?? error.name));
        socket.on('close', () => resolve());
        socket.on('upgrade', ({ socket: line }) => {
          const judged = trust.judge((line as TLSSocket).getPeerX509Certificate());
          // Nobody asks the public machines for a number: a certificate from a kiosk opens no hall.
          const why =
            judged.kind === 'stranger'
              ? judged.why
              : mayKeepHall(judged.member.kind)
                ? null
                : `a ${judged.member.kind}`;
          if (why === null) return;
          say(why);
          socket.terminate();
        });
        socket.on('open', () => {
          clearTimeout(opening);
          said.clear();
          heardAt = performance.now();
          let tickedAt = heardAt;
          const heard = () => {
            heardAt = performance.now();
          };
          socket.on('pong', heard);
          socket.on('message', heard);
          heartbeat = setInterval(() => {
            const now = performance.now();
            // Where it was this program that stood still, the answers may be here and not read yet.
            const stoodStill = now - tickedAt > 1.5 * pingMs;
            tickedAt = now;
            if (now - heardAt > silentMs && !stoodStill) socket.terminate();
            else socket.ping();
          }, pingMs);
          const client: HallClient = createORPCClient(
            new RPCLink({
              websocket: neverThrowing(socket),
              plugins: [new ResponseValidationPlugin(hallContract)],
            }),
          );
          at = onOpen(client, ended.signal).catch((error: unknown) => {
            if (!ended.signal.aborted) say(error instanceof Error ? error.name : 'unknown');
            socket.terminate();
          });
        });
      });
    } finally {
      clearTimeout(opening);
      clearInterval(heartbeat);
      closing.signal.removeEventListener('abort', stop);
      ended.abort();
      await at;
      onClose(heardAt);
    }
  }

  let tries = 0;
  /** Every other time the address that this machine was given: whatever is called out in the hall, it is not left out. */
  function next(): string {
    tries += 1;
    const others = tries % 2 === 0 ? (heard?.() ?? []).filter((each) => each !== core) : [];
    return others[(tries / 2) % others.length] ?? core;
  }

  async function run(): Promise<void> {
    let wait = againMs.first;
    while (!closing.signal.aborted) {
      const began = performance.now();
      await once(next());
      wait = performance.now() - began > handshakeMs ? againMs.first : Math.min(wait * 2, againMs.last);
      await sleep(wait, undefined, { signal: closing.signal, ref: false }).catch(() => {});
    }
  }
  const running = run();

  return {
    async close(): Promise<void> {
      closing.abort();
      await running;
    },
  };
}

/**
 * A socket that takes what is sent while it closes, as a line that was cut a moment later would: the client lets go of a
 * question that was given up by sending so, and where that throws, nobody can catch it and the process ends.
 */
const neverThrowing = (socket: WebSocket) =>
  ({
    readyState: WebSocket.OPEN,
    send: socket.send.bind(socket),
    addEventListener: socket.addEventListener.bind(socket),
  }) as unknown as globalThis.WebSocket;
