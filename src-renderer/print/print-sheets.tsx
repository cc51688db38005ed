import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import type { PrintedContent } from '#shared/cases/documents/printed.ts';
import { breakPages } from './break-pages.ts';
import { sectionsOf, textOf } from './flow.ts';
import { type FlowPiece, FlowView, type PageFacts } from './flow-view.tsx';
import { measure } from './measure.ts';
import './sheets.css';

/** One sheet of A4. */
interface Sheet {
  readonly section: number;
  readonly running: string;
  /** Null before the first numbered page. */
  readonly page: number | null;
  readonly pieces: readonly FlowPiece[];
}

const measuring: PageFacts = { pageOf: () => 888, scan: () => null };

/**
 * A print as its sheets. They are laid out once, unseen, with the bundled fonts, and cut into pages; so the preview, the
 * paper and the PDF are the same.
 * @param scan where the picture of a scan is to be had
 * @param onReady told how many sheets there are, when every word and picture stands on them
 */
export function PrintSheets({
  content,
  scan,
  onReady,
}: {
  readonly content: PrintedContent;
  readonly scan: PageFacts['scan'];
  readonly onReady?: (sheets: number) => void;
}) {
  const sections = useMemo(() => sectionsOf(content), [content]);
  // Both belong to what they were made for: of another print nothing is shown, not even for a moment.
  const [fontsFor, setFontsFor] = useState<typeof sections | null>(null);
  const [laidOut, setLaidOut] = useState<{ of: typeof sections; sheets: readonly Sheet[] } | null>(null);
  const hasFonts = fontsFor === sections;
  const sheets = laidOut?.of === sections ? laidOut.sheets : null;
  const flow = useRef<HTMLDivElement>(null);
  const shown = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let isWanted = true;
    const text = textOf(sections);
    const load = (weight: number) => document.fonts.load(`${weight} 16px "Source Han Serif CN VF"`, text);
    void Promise.all([load(400), load(700)])
      .catch(() => {})
      .then(() => {
        if (isWanted) setFontsFor(sections);
      });
    return () => {
      isWanted = false;
    };
  }, [sections]);

  useLayoutEffect(() => {
    const root = flow.current;
    if (!hasFonts || root === null) return;
    let page = 0;
    setLaidOut({
      of: sections,
      sheets: sections.flatMap(({ items, running, numbered }, section) => {
        const column = root.children[section] as HTMLElement;
        const capacity = Number.parseFloat(getComputedStyle(column).minHeight);
        const measured = items.map((item, index) =>
          measure(item, column.children[index] as HTMLElement, capacity),
        );
        return breakPages(measured, capacity).map((pieces): Sheet => {
          if (numbered) page += 1;
          return {
            section,
            running,
            page: numbered ? page : null,
            pieces: pieces.flatMap(({ item, from, to }) => measured[item]?.cut(from, to) ?? []),
          };
        });
      }),
    });
  }, [hasFonts, sections]);

  useEffect(() => {
    if (sheets === null || shown.current === null) return;
    let isWanted = true;
    const pictures = [...shown.current.querySelectorAll('img')].map((each) => each.decode().catch(() => {}));
    void Promise.all(pictures).then(() => {
      if (isWanted) onReady?.(sheets.length);
    });
    return () => {
      isWanted = false;
    };
  }, [sheets, onReady]);

  if (sheets === null)
    // On the body: in a dialog that is still growing everything would be measured too small.
    return createPortal(
      <div className="print-flow" ref={flow} aria-hidden lang="zh-CN">
        {sections.map((section, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a print never move
          <div className="print-column" key={index}>
            {section.items.map((item, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the items of a document never move
              <FlowView key={place} item={item} facts={measuring} />
            ))}
          </div>
        ))}
      </div>,
      document.body,
    );
  const total = sheets.filter(({ page }) => page !== null).length;
  const facts: PageFacts = {
    pageOf: (section) => sheets.find((each) => each.section === section)?.page ?? null,
    scan,
  };
  return (
    <div className="print-sheets" ref={shown} lang="zh-CN">
      {sheets.map(({ section, running, page, pieces }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the sheets of a print never move
        <article className="print-sheet" key={index} aria-label={page === null ? running : `第${page}页`}>
          {index > 0 && sheets[index - 1]?.section === section && <p className="sheet-running">{running}</p>}
          <div className="sheet-body">
            {pieces.map((piece, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of a page never move
              <FlowView key={place} item={piece} facts={facts} />
            ))}
          </div>
          {page !== null && (
            <p className="sheet-page">
              第{page}页　共{total}页
            </p>
          )}
        </article>
      ))}
    </div>
  );
}
