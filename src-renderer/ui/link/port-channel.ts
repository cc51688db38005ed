import { RPCLink } from '@orpc/client/message-port';
import type { Audience } from '#shared/contracts/audience.ts';
import type { ChannelEvents } from './channel.ts';

const pauseBeforeAskingAgain = 3_000;

interface ShellMessage {
  readonly kind?: unknown;
  readonly audience?: unknown;
  readonly state?: unknown;
  readonly sentence?: unknown;
}

/**
 * The way to the core in Electron: the preload hands a port over, and another one after each restart of the core.
 * The tray's port is asked for by name; a shell that has no tray does not answer.
 */
export function openPortChannels(audience: Audience, events: ChannelEvents): void {
  let current: { readonly port: MessagePort; readonly ending: AbortController } | null = null;
  const ask = (): void => {
    window.postMessage(
      audience === 'tray' ? { kind: 'yichuang-link-wanted', audience } : { kind: 'yichuang-link-wanted' },
      '*',
    );
  };
  const end = (): void => {
    if (current === null) return;
    const { port, ending } = current;
    current = null;
    ending.abort();
    // Closing tells the other end only; whoever waits on this one is told by hand.
    port.dispatchEvent(new Event('close'));
    port.close();
  };
  const askAgain = (): void => {
    setTimeout(() => {
      if (current === null) ask();
    }, pauseBeforeAskingAgain);
  };

  // Electron before 29 crashes a page that reloads while its port is open.
  window.addEventListener('pagehide', end);
  window.addEventListener('message', (event: MessageEvent<ShellMessage | null>) => {
    if (event.source !== window || event.data === null || typeof event.data !== 'object') return;
    const message = event.data;
    if (message.kind === 'yichuang-core') {
      if (message.state !== 'running') end();
      if (typeof message.sentence === 'string' && message.sentence !== '') events.told(message.sentence);
      return;
    }
    if (message.kind !== 'yichuang-link' || (message.audience === 'tray') !== (audience === 'tray')) return;
    const port = event.ports[0];
    if (port === undefined) return;
    end();
    const ending = new AbortController();
    current = { port, ending };
    port.addEventListener('close', () => {
      if (current?.port !== port) return;
      end();
      events.told('本机服务正在重新启动，请稍候，已填写的内容不会丢失。');
      askAgain();
    });
    const link = new RPCLink({ port });
    port.start();
    events.opened({ link, ended: ending.signal });
  });
  ask();
}
