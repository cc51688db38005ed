import { createRoot } from 'react-dom/client';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { PrintSheets } from '../../../src-renderer/print/print-sheets.tsx';

/** Shows a print alone on a page, as the desk's print view does; resolves with the number of sheets. */
function show(content: PrintedContent, scans: Readonly<Record<string, string>> = {}): Promise<number> {
  return new Promise((resolve) => {
    root.render(
      <PrintSheets
        content={content}
        scan={(hash, sheet) => scans[sheet === 0 ? hash : `${hash} ${sheet}`] ?? null}
        onReady={resolve}
      />,
    );
  });
}

const root = createRoot(document.body.appendChild(document.createElement('main')));
document.body.style.margin = '0';
Object.assign(window, { show });
