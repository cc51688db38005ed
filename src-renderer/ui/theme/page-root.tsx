import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { EmptyHint } from './empty-hint.tsx';
import { Mishap } from './mishap.tsx';

/** Puts a page into its `#root`. What has been entered is with the core: loading the page again loses nothing. */
export function showPage(page: ReactNode): void {
  const root = document.getElementById('root');
  if (root === null) throw new Error('the page has no #root');
  // Names hold characters that few fonts have. Their list is long, so nobody waits for it.
  setTimeout(() => void import('./rare-characters.css'), 1_000);
  createRoot(root).render(
    <StrictMode>
      <Mishap
        instead={
          <EmptyHint title="页面出错了，已保存的内容不受影响">
            <button type="button" className="page-reload" onClick={() => location.reload()}>
              重新载入
            </button>
          </EmptyHint>
        }
      >
        {page}
      </Mishap>
    </StrictMode>,
  );
}
