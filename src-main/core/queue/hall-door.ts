import type { IncomingMessage } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { type WebSocket, WebSocketServer } from 'ws';
import { faultOf } from '#shared/fault.ts';
import type { HallMember } from '#shared/identity/hall-member.ts';
import { cutSilentLinks } from '../silent-links.ts';
import type { Changes } from '../store/changes.ts';
import type { HallTrust } from './hall-trust.ts';

/** The biggest frame that is taken from an installation of the hall, in bytes: an order with a card's data. */
const maxPayload = 64 * 1024;
/** Links at a time: a big hall has sixty counters, and one that comes back may be here twice for a moment. */
const maxLinks = 256;
/** A member that is silent for two of these is gone, whatever its socket says. */
const heartbeatMs = 2_000;
/** After so long a door that could not be opened is tried again. */
const tryAgainMs = 3_000;
/** What may wait for a member that does not read, in bytes. */
const maxUnread = 8 * 1024 * 1024;

/** The way into the hall's core for the other installations of the hall. */
export interface HallDoor {
  /** Where it is open, `host:port`; null while it is not. */
  address(): string | null;
  /** Why it is not open, for the people at this desk; null where it is. */
  warning(): string | null;
  /** Cuts every link and stops listening. */
  close(): Promise<void>;
}

export interface HallDoorOptions {
  /** Where it listens: `host:port`; port 0 takes a free one. */
  listen: string;
  trust: HallTrust;
  /** Answers on a link to whoever it belongs to, by certificate. */
  serve(link: WebSocket, member: HallMember): void;
  changes: Changes;
  /** Told where it is open, each time it opens. */
  onOpen?: ((address: string) => void) | undefined;
  log: { warn(details: Readonly<Record<string, unknown>>, message: string): void };
}

/**
 * Opens the hall's core to the hall: WebSocket over TLS 1.3, both sides with the certificate that the district gave them
 * at enrolment. Nobody gets in without one, and nothing else is served here. Where the address is taken, or no certificate
 * is at hand yet, it is tried again until it opens.
 */
export function openHallDoor(options: HallDoorOptions): HallDoor {
  const { listen, trust, serve, changes, log, onOpen } = options;
  const { hostname, port } = new URL(`https://${listen}`);
  const links = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate: false });
  const members = new Map<WebSocket, HallMember>();
  let server: Server | null = null;
  let shown: string | null = null;
  let warning: string | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function open(): void {
    const pair = trust.own();
    if (pair === null) {
      warn('大厅还没有开通：本机尚未取得大厅证书，连上区级平台后自动开通；各窗口先单独叫号。');
      return;
    }
    // Whoever comes is judged below, see `hall-trust.ts`; TLS makes sure that the certificate is theirs.
    const next = createServer(
      { ...pair, minVersion: 'TLSv1.3', requestCert: true, rejectUnauthorized: false },
      (_request, response) => response.writeHead(404).end(),
    );
    next.on('tlsClientError', (error) => log.warn({ fault: faultOf(error) }, 'a link of the hall failed'));
    next.on('upgrade', (request, socket, head) => admit(request, socket as TLSSocket, head));
    next.on('error', (error) => {
      log.warn({ fault: faultOf(error) }, 'the hall cannot be opened');
      server = null;
      warn(`大厅还没有开通：本机地址${listen}不能使用，请检查配置文件的 hall.listen；各窗口先单独叫号。`);
    });
    next.listen({ host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 443) }, () => {
      warning = null;
      const opened = address();
      if (opened !== null) onOpen?.(opened);
      changes.changed();
    });
    shown = pair.cert;
    server = next;
  }

  function warn(sentence: string): void {
    if (closed) return;
    again = setTimeout(open, tryAgainMs).unref();
    if (warning === sentence) return;
    warning = sentence;
    changes.changed();
  }

  function admit(request: IncomingMessage, socket: TLSSocket, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const judged = trust.judge(socket.getPeerX509Certificate());
    if (judged.kind === 'stranger' || links.clients.size >= maxLinks) {
      const why = judged.kind === 'stranger' ? judged.why : 'links';
      log.warn({ why }, 'refused a link of the hall');
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
        socket.destroy(),
      );
      return;
    }
    links.handleUpgrade(request, socket, head, (link) => {
      const { member } = judged;
      members.set(link, member);
      link.on('close', () => members.delete(link));
      link.on('error', (error) => log.warn({ fault: faultOf(error) }, 'a link of the hall failed'));
      serve(link, member);
    });
  }

  const stopHeartbeat = cutSilentLinks(links, { heartbeatMs, maxUnread });

  /** A new certificate is shown from now on; whoever no longer counts is put out. */
  const stopListening = changes.onChange(() => {
    const pair = trust.own();
    if (pair !== null && pair.cert !== shown && server !== null) {
      shown = pair.cert;
      server.setSecureContext({ ...pair, minVersion: 'TLSv1.3' });
    }
    const revoked = trust.revoked();
    if (revoked.length > 0)
      for (const [link, { installationId }] of members)
        if (revoked.includes(installationId)) link.terminate();
  });
  open();

  function address(): string | null {
    const bound = server?.address();
    return typeof bound === 'object' && bound !== null ? `${hostname}:${bound.port}` : null;
  }

  return {
    address,
    warning: () => warning,
    async close() {
      closed = true;
      stopListening();
      clearTimeout(again);
      stopHeartbeat();
      for (const link of links.clients) link.terminate();
      links.close();
      const ending = server;
      if (ending === null) return;
      ending.closeAllConnections();
      await new Promise<void>((resolve) => ending.close(() => resolve()));
    },
  };
}
