import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';

/** What the shell has told this page about a link, for the tests to look at. */
export interface Told {
  readonly reports: Array<{ readonly state: string; readonly sentence: string }>;
  ports: number;
  /** How often a port was closed by its other end. */
  closed: number;
}

/** Whether the page's own script may make code of text; asked here, since a debugger may always. */
export const runsText = ((): boolean => {
  try {
    return new Function('return true')() === true;
  } catch {
    return false;
  }
})();

/** Asks the shell for a link and keeps a client on the newest port. */
export function openLink<Client extends object>(audience?: 'tray') {
  const told: Told = { reports: [], ports: 0, closed: 0 };
  let current: Client | null = null;
  window.addEventListener('message', (event) => {
    if (event.source !== window || event.origin !== location.origin) return;
    if (event.data.kind === 'yichuang-core') told.reports.push(event.data);
    const port = event.ports[0];
    if (event.data.kind !== 'yichuang-link' || port === undefined) return;
    if ((event.data.audience === 'tray') !== (audience === 'tray')) return;
    told.ports += 1;
    port.addEventListener('close', () => {
      told.closed += 1;
    });
    // Electron before 29 crashes a page that goes while it has a port whose other end is open (its pull request 41201).
    window.addEventListener('pagehide', () => port.close(), { once: true });
    current = createORPCClient(new RPCLink({ port })) as Client;
    port.start();
  });
  window.postMessage({ kind: 'yichuang-link-wanted', audience }, location.origin);
  return {
    told,
    client(): Client {
      if (current === null) throw new Error('no link yet');
      return current;
    },
  };
}
