import { type RawData, WebSocket } from 'ws';
import { type Audience, linkProtocol } from '#shared/contracts/audience.ts';
import type { ShellLog } from '../browser/log.ts';
import { backOff } from './back-off.ts';
import type { LinkListener, LinkSource, PortEnd } from './link-source.ts';
import type { CoreReport } from './messages.ts';
import type { PageAddress } from './page-address.ts';

export interface Relaying<Port extends PortEnd> {
  readonly page: PageAddress;
  /** Two ends of a new channel: one stays here, one goes to the window. */
  channel(): { readonly near: Port; readonly window: Port };
  readonly log: ShellLog;
  readonly pauses?: { readonly first: number; readonly longest: number; readonly healthyAfterMs: number };
}

/** The remote shell pings every 10 s; twice missed and a bit, and the link is dead. */
const silenceMs = 25_000;
const maxPayload = 64 * 1024 * 1024;

const connecting: CoreReport = { state: 'restarting', sentence: '正在连接服务，请稍候。' };
const lost: CoreReport = {
  state: 'restarting',
  sentence: '与服务的连接断开了，正在重新连接，请稍候再操作。',
};
const refused: CoreReport = {
  state: 'restarting',
  sentence: '服务不接受这个窗口的口令，请关闭本窗口，用最近一次启动给出的地址重新打开。',
};
const running: CoreReport = { state: 'running', sentence: '' };

/**
 * Links to a shell that runs elsewhere: each window's port is relayed, frame by frame, over a WebSocket that is
 * opened here. The page has a port as always and never sees the token. When the socket breaks, the port is closed
 * and, once there is a new socket, the window gets a new port: calls that were under way are not repeated.
 */
export function relayTo<Port extends PortEnd>(relaying: Relaying<Port>): LinkSource<Port> {
  const open = new Set<() => void>();
  return {
    open(audience, listener) {
      const end = relayLink(relaying, audience, listener);
      open.add(end);
      return () => {
        open.delete(end);
        end();
      };
    },
    async stop() {
      for (const end of open) end();
      open.clear();
    },
  };
}

function relayLink<Port extends PortEnd>(
  { page, channel, log, pauses = { first: 300, longest: 5_000, healthyAfterMs: 10_000 } }: Relaying<Port>,
  audience: Audience,
  listener: LinkListener<Port>,
): () => void {
  const address = page.links.get(audience);
  if (address === undefined) return () => {};
  const pausesBetween = backOff(pauses);
  let socket: WebSocket | null = null;
  let timer: NodeJS.Timeout | null = null;
  let over = false;

  const connect = (): void => {
    const mine = new WebSocket(address.url, [linkProtocol, address.token], {
      origin: page.origin,
      maxPayload,
      perMessageDeflate: false,
      handshakeTimeout: 10_000,
    });
    socket = mine;
    let near: Port | null = null;
    let openedAt: number | null = null;
    let rejected = false;
    let silence: NodeJS.Timeout | null = null;
    const alive = (): void => {
      if (silence !== null) clearTimeout(silence);
      silence = setTimeout(() => mine.terminate(), silenceMs);
    };

    mine.on('open', () => {
      openedAt = performance.now();
      alive();
      const ports = channel();
      near = ports.near;
      near.on('message', ({ data }) => {
        const frame = toFrame(data);
        if (frame === null) log.warn({ audience }, 'dropped a message that is no frame');
        else mine.send(frame);
      });
      near.start();
      log.info({ audience, origin: page.origin }, 'attached');
      listener.port(ports.window);
      listener.report(running);
    });
    mine.on('ping', alive);
    mine.on('message', (data, isBinary) =>
      near?.postMessage(isBinary ? toBytes(data) : toBytes(data).toString()),
    );
    mine.on('unexpected-response', (_request, response) => {
      rejected = response.statusCode === 401 || response.statusCode === 403;
      log.warn({ audience, status: response.statusCode }, 'the remote shell refused the link');
      response.resume();
      mine.terminate();
    });
    // 'close' follows every error and is where it is dealt with.
    mine.on('error', (error) => log.warn({ audience, error: error.message }, 'the relayed socket failed'));
    mine.on('close', () => {
      if (silence !== null) clearTimeout(silence);
      near?.close();
      if (over) return;
      const pause = pausesBetween.next(openedAt === null ? 0 : performance.now() - openedAt);
      listener.report(rejected ? refused : lost);
      timer = setTimeout(connect, pause);
    });
  };
  listener.report(connecting);
  connect();

  return () => {
    over = true;
    if (timer !== null) clearTimeout(timer);
    socket?.terminate();
  };
}

/** What a page's client writes on its port: a string, or bytes for a message with a file in it. */
function toFrame(data: unknown): string | Uint8Array | null {
  if (typeof data === 'string') return data;
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return null;
}

function toBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? Buffer.from(data) : data;
}
