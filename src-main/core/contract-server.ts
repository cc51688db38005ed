import type { AnyRouter } from '@orpc/server';
import { RPCHandler as PortHandler } from '@orpc/server/message-port';
import { RPCHandler as SocketHandler } from '@orpc/server/ws';
import type { Audience } from '#shared/contracts/audience.ts';

/** A port as Electron's utility process, a worker or a page has it. */
export type Port = Parameters<PortHandler<Record<never, never>>['upgrade']>[0];
/** A WebSocket as the package `ws` has it. */
export type Socket = Parameters<SocketHandler<Record<never, never>>['upgrade']>[0];

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
  const made = new Map(
    audiences.map((audience) => {
      const router = routers[audience] ?? {};
      return [audience, { port: new PortHandler(router), socket: new SocketHandler(router) }];
    }),
  );
  const of = (audience: Audience) => {
    const handlers = made.get(audience);
    if (handlers === undefined) throw new Error(`no contract is served for ${audience}`);
    return handlers;
  };
  return {
    audiences,
    servePort: (audience, port) => of(audience).port.upgrade(port),
    serveSocket: (audience, socket) => void of(audience).socket.upgrade(socket),
  };
}
