import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import staticFiles from '@fastify/static';
import fastify from 'fastify';
import { WebSocketServer } from 'ws';
import { type Audience, linkProtocol } from '#shared/contracts/audience.ts';
import type { ContractServer } from '../core/contract-server.ts';
import { cutSilentLinks } from '../core/silent-links.ts';
import { admit } from './link-door.ts';
import type { ShellLog } from './log.ts';
import { isLoopback, ownAddress } from './own-address.ts';
import { securityHeaders, withCamera } from './security-headers.ts';

/** The biggest frame that is taken from a page, in bytes: a scanned sheet fits, a flood does not. */
const maxPayload = 8 * 1024 * 1024;
const heartbeatMs = 10_000;
/** Links at a time: the screens of one counter are five, each perhaps open twice. */
const maxLinks = 48;
/** What may wait for a reader that does not read, in bytes. */
const maxUnread = 16 * 1024 * 1024;
/** File names with a hash of their content in them; a new content has a new name. */
const hashedFile = /[\\/]assets[\\/]/;

export interface BrowserShellOptions {
  readonly server: ContractServer;
  /** The built renderer: one folder per audience, and `assets`. Absolute. */
  readonly rendererFolder: string;
  /** An address of this machine, never a wildcard: requests are compared with it. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** One per audience, of the characters `A-Z a-z 0-9 - _`. An audience without one has no link. */
  readonly tokens: Readonly<Partial<Record<Audience, string>>>;
  readonly log: ShellLog;
}

export interface BrowserShell {
  readonly port: number;
  /** `http://127.0.0.1:4312/clerk/#<token>`. The token stands in the fragment, which no browser ever sends. */
  url(audience: Audience): string;
  /** Cuts every link and stops listening. */
  close(): Promise<void>;
}

/**
 * Serves the desk to plain browsers on this machine: the built pages, and a WebSocket per link.
 *
 * Throws where the port is taken (`EADDRINUSE`), and where anything but a board would be served to other machines:
 * this wire is not encrypted.
 */
export async function openBrowserShell(options: BrowserShellOptions): Promise<BrowserShell> {
  const { server, rendererFolder, host = '127.0.0.1', tokens, log } = options;
  if (['0.0.0.0', '::', ''].includes(host))
    throw new Error(`the browser shell needs one address, not ${host}`);
  if (!isLoopback(host) && server.audiences.some((audience) => audience !== 'board')) {
    throw new Error(`only a board may be served to other machines, not ${server.audiences.join(', ')}`);
  }

  const app = fastify({ forceCloseConnections: true });
  let own = ownAddress(host, options.port);
  let headers = securityHeaders(own);

  app.addHook('onRequest', async (request, reply) => {
    reply.headers(request.url.startsWith('/clerk/') ? withCamera(headers) : headers);
    if (own.hosts.includes(request.headers.host ?? '')) return;
    log.warn({ host: request.headers.host }, 'refused a request under a foreign host name');
    return reply.code(403).type('text/plain; charset=utf-8').send('此地址不提供服务。');
  });
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type('text/plain; charset=utf-8').send('没有这个页面，请使用启动时给出的地址。'),
  );
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500, code } = error as { statusCode?: number; code?: string };
    // Never the path: whoever types into an address bar may type a citizen's number.
    log.warn({ code, status: statusCode }, 'a page failed');
    if (statusCode < 500)
      return reply.code(404).type('text/plain; charset=utf-8').send('没有这个页面，请使用启动时给出的地址。');
    return reply
      .code(500)
      .type('text/plain; charset=utf-8')
      .send('页面没有读到，请重试；仍不行请联系管理员。');
  });
  await app.register(staticFiles, {
    root: rendererFolder,
    redirect: true,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.header(
        'cache-control',
        hashedFile.test(path) ? 'public, max-age=31536000, immutable' : 'no-store',
      );
    },
  });

  const links = new WebSocketServer({
    noServer: true,
    maxPayload,
    perMessageDeflate: false,
    handleProtocols: () => linkProtocol,
  });
  app.server.on('upgrade', (request, socket: Duplex, head) => {
    // A client that goes away in the middle of an upgrade must not take the process with it.
    socket.on('error', () => socket.destroy());
    const admission = admit(request, own, tokens);
    const full = links.clients.size >= maxLinks;
    if (full || admission.kind === 'refused' || !server.audiences.includes(admission.audience)) {
      const { status, why } =
        admission.kind === 'refused'
          ? admission
          : full
            ? { status: 503 as const, why: 'links' }
            : { status: 404 as const, why: 'audience' };
      log.warn({ status, why, origin: request.headers.origin }, 'refused a link');
      socket.end(
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
        // Whoever was refused and does not hang up must not keep a descriptor of ours.
        () => socket.destroy(),
      );
      return;
    }
    links.handleUpgrade(request, socket, head, (link) => {
      log.info({ audience: admission.audience }, 'a link is open');
      link.on('error', (error) =>
        log.warn({ audience: admission.audience, error: error.message }, 'link failed'),
      );
      server.serveSocket(admission.audience, link);
    });
  });

  await app.listen({ host, port: options.port });
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  own = ownAddress(host, port);
  headers = securityHeaders(own);
  const stopHeartbeat = cutSilentLinks(links, { heartbeatMs, maxUnread });

  return {
    port,
    url(audience) {
      const token = tokens[audience];
      if (token === undefined || !server.audiences.includes(audience)) {
        throw new Error(`nothing is served to ${audience}`);
      }
      return `${own.origin}/${audience}/#${token}`;
    },
    async close() {
      stopHeartbeat();
      for (const link of links.clients) link.terminate();
      links.close();
      await app.close();
    },
  };
}
