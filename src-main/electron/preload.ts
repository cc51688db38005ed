import { contextBridge, ipcRenderer } from 'electron';
import {
  type CoreReport,
  coreChannel,
  linkChannel,
  linkWantedChannel,
  type PaperReport,
  paperChannel,
  pdfChannel,
} from './messages.ts';

/**
 * Runs before the page, in a world of its own. It passes four things through and nothing else: the page's wish
 * for a link, the port, how the core is, and that something is to be printed. A port cannot pass the context bridge, so it goes by postMessage, to
 * this very window and origin only.
 */
contextBridge.exposeInMainWorld('yichuang', {
  shell: 'electron',
  // The page says when; what is printed is what its print style shows, and where to is not its choice.
  printing: {
    pdf: (): Promise<Uint8Array> => ipcRenderer.invoke(pdfChannel),
    paper: (): Promise<PaperReport> => ipcRenderer.invoke(paperChannel),
  },
});

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
