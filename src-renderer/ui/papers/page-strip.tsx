import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { Page } from '#shared/contracts/papers.ts';
import { fetchThumbnails, type PagesClient, useThumbnail } from './thumbnails.ts';
import './page-strip.css';

/** Width of one thumbnail with its gap, as `page-strip.css` has it. */
const step = 76;
/** So many stand ready on each side of what is seen. */
const ahead = 4;

type Shown = Page & { readonly state?: 'waiting' | 'arrived' | 'elsewhere' };

/**
 * The pages of a paper as a row of small pictures. Only those in sight are there at all, so that a case of three hundred
 * pages opens as fast as one of three. Arrows move, Enter opens, Delete removes where that may be.
 */
export function PageStrip({
  pages,
  client,
  label,
  caseId,
  onOpen,
  onRemove,
  onMove,
}: {
  readonly pages: readonly Shown[];
  readonly client: PagesClient;
  readonly label: string;
  /** Null while the pages are being entered. */
  readonly caseId: string | null;
  readonly onOpen: (index: number) => void;
  readonly onRemove?: (page: Page) => void;
  readonly onMove?: (page: Page, to: number) => void;
}) {
  const box = useRef<HTMLDivElement>(null);
  const [seen, setSeen] = useState({ from: 0, to: 12 });
  const isEmpty = pages.length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the first page there is something to watch
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const look = (): void => {
      const from = Math.max(0, Math.floor(element.scrollLeft / step) - ahead);
      const to = Math.ceil((element.scrollLeft + element.clientWidth) / step) + ahead;
      setSeen((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [isEmpty]);
  const shown = pages.slice(seen.from, seen.to);
  const wanted = shown.map(({ hash }) => hash).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever others are in sight
  useEffect(() => {
    void fetchThumbnails(client, shown, caseId);
  }, [wanted]);

  const press = (event: KeyboardEvent, index: number): void => {
    const page = pages[index];
    if (page === undefined) return;
    const side = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (side !== 0) {
      event.preventDefault();
      event.stopPropagation();
      const to = Math.min(pages.length - 1, Math.max(0, index + side));
      if (event.altKey && onMove !== undefined) onMove(page, to);
      focusPage(to);
    } else if (event.key === 'Delete' && onRemove !== undefined) {
      event.preventDefault();
      onRemove(page);
      focusPage(Math.min(index, pages.length - 2));
    }
  };
  const focusPage = (index: number): void => {
    const element = box.current;
    if (element === null || index < 0) return;
    const left = index * step;
    if (left < element.scrollLeft) element.scrollLeft = left;
    if (left + step > element.scrollLeft + element.clientWidth)
      element.scrollLeft = left + step - element.clientWidth;
    // It may have to be drawn first.
    requestAnimationFrame(() =>
      requestAnimationFrame(() => element.querySelector<HTMLElement>(`[data-page="${index}"]`)?.focus()),
    );
  };

  if (isEmpty) return null;
  return (
    <div className="page-strip" ref={box}>
      <ul
        className="page-strip-row"
        aria-label={`${label}，${pages.length}页`}
        style={{ width: pages.length * step }}
      >
        {shown.map((page, offset) => {
          const index = seen.from + offset;
          return (
            <li
              className="page-strip-item"
              key={`${page.hash} ${page.materialId}`}
              style={{ left: index * step }}
            >
              <button
                type="button"
                data-page={index}
                className="page-strip-page"
                aria-label={`第${index + 1}页${page.onFileFrom === null ? '' : '，在档取用'}`}
                onClick={() => onOpen(index)}
                onKeyDown={(event) => press(event, index)}
              >
                <Small page={page} />
                <span className="page-strip-number">{index + 1}</span>
                {page.onFileFrom !== null && <span className="page-strip-on-file">档</span>}
                {page.state === 'waiting' && <span className="page-strip-waiting">待传</span>}
              </button>
              {onRemove !== undefined && (
                <button
                  type="button"
                  className="page-strip-remove"
                  aria-label={`删除第${index + 1}页`}
                  tabIndex={-1}
                  onClick={() => onRemove(page)}
                >
                  ×
                </button>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

function Small({ page }: { readonly page: Page }) {
  const url = useThumbnail(page.hash);
  if (page.mediaType === 'application/pdf')
    return (
      <span className="page-strip-pdf">
        PDF<small>{page.sheets}页</small>
      </span>
    );
  return url ? <img src={url} alt="" draggable={false} /> : <span className="page-strip-blank" />;
}
