import { RPCLink } from '@orpc/client/websocket';
import { type Audience, linkPath, linkProtocol } from '#shared/contracts/audience.ts';
import type { ChannelEvents } from './channel.ts';
import { entryToken } from './entry-tokens.ts';

const firstPause = 300;
const longestPause = 5_000;
/** So many failures in a row without one success: more likely an old address than a core that is starting. */
const failuresBeforeAdvice = 6;

/** The way to the core in a plain browser: a WebSocket that is opened again whenever it closes. */
export function openSocketChannels(audience: Audience, events: ChannelEvents): void {
  const token = entryToken(audience);
  if (token === null) {
    events.told('这个页面缺少进入凭据，请从“一窗”启动时给出的地址重新打开。');
    return;
  }
  const address = new URL(linkPath(audience), location.href);
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  let failures = 0;

  const connect = (): void => {
    const socket = new WebSocket(address, [linkProtocol, token]);
    const ending = new AbortController();
    socket.addEventListener('open', () => {
      failures = 0;
      events.opened({ link: new RPCLink({ websocket: socket }), ended: ending.signal });
    });
    socket.addEventListener('close', () => {
      ending.abort();
      failures += 1;
      events.told(
        failures > failuresBeforeAdvice
          ? '一直连接不上本机服务，请确认“一窗”正在运行，并从启动时给出的地址重新打开这个页面。'
          : '与本机服务的连接断开了，正在重新连接，已填写的内容不会丢失。',
      );
      setTimeout(connect, Math.min(longestPause, firstPause * 2 ** (failures - 1)));
    });
  };
  connect();
}
