import { type AnyRouter, ORPCError } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import type { Audience } from '#shared/contracts/audience.ts';

/** A port as Electron's main process and its utility processes have it, or as a worker has it. */
export type Port = MessagePortMain | MessagePort;
interface MessagePortMain {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
}
/** A WebSocket as the package `ws` has it. */
export type Socket = Parameters<RPCHandler<Record<never, never>>['upgrade']>[0];

/**
 * Serves one contract per audience. A link belongs to one audience from its first byte to its last: whatever
 * comes in on it is looked up in that audience's router and nowhere else.
 */
export interface ContractServer {
  readonly audiences: readonly Audience[];
  servePort(audience: Audience, port: Port): void;
  serveSocket(audience: Audience, socket: Socket): void;
}

/** Calls and watches that one link may have at work: a page has a handful, a page gone mad has thousands. */
const maxAtWork = 64;

interface Link {
  atWork: number;
}

/**
 * Serves one router on sockets of any kind: bounds what a link may have at work, and hands on only what can be read.
 * @returns what serves a socket, with what its handlers are to know of it
 */
export function routerServer(router: AnyRouter): (socket: Socket, context?: Record<string, unknown>) => void {
  const handler = handlerOf(router);
  return (socket, context = {}) =>
    void handler.upgrade(readable(socket), { context: { ...context, link: { atWork: 0 } satisfies Link } });
}

const handlerOf = (router: AnyRouter) =>
  new RPCHandler(router, {
    interceptors: [
      async ({ next, context, request }) => {
        const { link } = context as unknown as { link: Link };
        if (link.atWork >= maxAtWork)
          throw new ORPCError('TOO_MANY_REQUESTS', { message: '这个页面的请求太多，请刷新页面后再试。' });
        link.atWork += 1;
        const ended = () => {
          link.atWork -= 1;
        };
        try {
          const result = await next();
          const body: unknown = result.response?.body;
          const goesOn = typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
          // A watch is at work until its page lets go of it, or its link ends.
          if (!goesOn || request.signal === undefined || request.signal.aborted) ended();
          else request.signal.addEventListener('abort', ended, { once: true });
          return result;
        } catch (error) {
          ended();
          throw error;
        }
      },
    ],
  });

/** A contract server over the routers that this installation has; an audience without a router is refused. */
export function contractServer(routers: Partial<Record<Audience, AnyRouter>>): ContractServer {
  const audiences = Object.keys(routers) as Audience[];
  const servers = new Map(audiences.map((audience) => [audience, routerServer(routers[audience] ?? {})]));
  const serve = (audience: Audience, socket: Socket): void => {
    const serveOne = servers.get(audience);
    if (serveOne === undefined) throw new Error(`no contract is served for ${audience}`);
    serveOne(socket);
  };
  return { audiences, serveSocket: serve, servePort: (audience, port) => serve(audience, asSocket(port)) };
}

/**
 * Hands on only frames that can be read: of any other the handler would print what the parser says, which quotes it.
 * A frame of bytes is a message, then 255, then what a file holds (`@orpc/standard-server-peer`).
 */
function readable(socket: Socket): Socket {
  return {
    send: socket.send.bind(socket),
    addEventListener(type: 'message' | 'close', listener: (event?: unknown) => void): void {
      if (type === 'close') socket.addEventListener('close', listener);
      else
        socket.addEventListener('message', (event) => {
          if (isReadable(headOf(event.data))) listener(event);
        });
    },
  } as unknown as Socket;
}

/** The message of a frame, without the file that may follow it; null for what is neither text nor bytes. */
function headOf(frame: unknown): string | null {
  if (typeof frame === 'string') return frame;
  const bytes =
    frame instanceof ArrayBuffer ? new Uint8Array(frame) : frame instanceof Uint8Array ? frame : null;
  if (bytes === null) return null;
  const end = bytes.indexOf(255);
  return new TextDecoder().decode(end === -1 ? bytes : bytes.subarray(0, end));
}

function isReadable(head: string | null): boolean {
  if (head === null) return false;
  try {
    const message: unknown = JSON.parse(head);
    // Only what lets go of a watch (type 4) has nothing to say.
    return (
      typeof message === 'object' &&
      message !== null &&
      ('p' in message || ('t' in message && message.t === 4))
    );
  } catch {
    return false;
  }
}

/**
 * A port spoken to as a socket: both carry the same frames, and a frame that cannot be read ends nothing but
 * itself, where the port's own adapter would end the process.
 */
function asSocket(port: Port): Socket {
  const addEventListener = (
    type: 'message' | 'close',
    listener: (event?: { data: unknown }) => void,
  ): void => {
    if ('addEventListener' in port) port.addEventListener(type, (event) => listener(event as MessageEvent));
    else if (type === 'message') port.on(type, listener);
    else port.on(type, () => listener());
  };
  return { send: (frame: unknown) => port.postMessage(frame), addEventListener } as unknown as Socket;
}
