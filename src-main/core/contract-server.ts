import type { AnyRouter } from '@orpc/server';
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

/** A contract server over the routers that this installation has; an audience without a router is refused. */
export function contractServer(routers: Partial<Record<Audience, AnyRouter>>): ContractServer {
  const audiences = Object.keys(routers) as Audience[];
  const handlers = new Map(audiences.map((audience) => [audience, new RPCHandler(routers[audience] ?? {})]));
  const serve = (audience: Audience, socket: Socket): void => {
    const handler = handlers.get(audience);
    if (handler === undefined) throw new Error(`no contract is served for ${audience}`);
    void handler.upgrade(socket);
  };
  return { audiences, serveSocket: serve, servePort: (audience, port) => serve(audience, asSocket(port)) };
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
