import { contextBridge, ipcRenderer } from 'electron';
import { type CoreReport, coreChannel, linkChannel, linkWantedChannel } from './messages.ts';

/**
 * Runs before the page, in a world of its own. It passes three things through and nothing else: the page's wish
 * for a link, the port, and how the core is. A port cannot pass the context bridge, so it goes by postMessage, to
 * this very window and origin only.
 */
contextBridge.exposeInMainWorld('yichuang', { shell: 'electron' });

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = event.data as { readonly kind?: unknown; readonly audience?: unknown } | null;
  if (event.source !== window || event.origin !== location.origin) return;
  if (typeof message !== 'object' || message?.kind !== 'yichuang-link-wanted') return;
  ipcRenderer.send(linkWantedChannel, message.audience);
});

ipcRenderer.on(linkChannel, (event, audience: unknown) => {
  window.postMessage({ kind: 'yichuang-link', audience }, location.origin, event.ports);
});

ipcRenderer.on(coreChannel, (_event, report: CoreReport) => {
  window.postMessage(
    { kind: 'yichuang-core', state: report.state, sentence: report.sentence },
    location.origin,
  );
});
