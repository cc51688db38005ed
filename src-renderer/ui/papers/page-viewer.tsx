import { Button, Modal } from 'antd';
import { useState } from 'react';
import type { Page } from '#shared/contracts/papers.ts';
import { Refusal } from '../action/refusal.tsx';
import { KeyHint } from '../keys/key-hint.tsx';
import { useKeysResting } from '../keys/use-keys.ts';
import { usePagePicture } from './page-picture.ts';
import type { PagesClient } from './thumbnails.ts';
import './page-viewer.css';

/** Pages in full, one at a time, over whatever is open. Arrows leaf, R turns, plus and minus make larger and smaller. */
export function PageViewer({
  pages,
  at,
  title,
  caseId,
  client,
  onMove,
  onClose,
}: {
  readonly pages: readonly Page[];
  /** Index of the page that is shown; null: closed. */
  readonly at: number | null;
  readonly title: string;
  readonly caseId: string | null;
  readonly client: PagesClient;
  readonly onMove: (index: number) => void;
  readonly onClose: () => void;
}) {
  const open = at !== null && at < pages.length;
  useKeysResting(open);
  const page = open ? pages[at] : undefined;
  const leaf = (by: number): void => {
    if (at !== null) onMove(Math.min(pages.length - 1, Math.max(0, at + by)));
  };
  return (
    <Modal
      open={open}
      onCancel={onClose}
      footer={null}
      width="min(1180px, 94vw)"
      centered
      destroyOnHidden
      title={`${title}　第${(at ?? 0) + 1}／${pages.length}页`}
    >
      {page !== undefined && (
        <PageInFull key={page.hash} page={page} caseId={caseId} client={client} leaf={leaf} />
      )}
    </Modal>
  );
}

/** One page, large; also beside a department's form. */
export function PageInFull({
  page,
  caseId,
  client,
  leaf,
}: {
  readonly page: Page;
  readonly caseId: string | null;
  readonly client: PagesClient;
  readonly leaf: (by: number) => void;
}) {
  const [sheet, setSheet] = useState(1);
  const { url, sentence } = usePagePicture(page, sheet, { client, caseId });
  const [turns, setTurns] = useState(0);
  const [zoom, setZoom] = useState(1);
  const isPdf = page.mediaType === 'application/pdf';
  /** Through the sheets of a file first, then on to the next page. */
  const go = (by: number): void => {
    const next = sheet + by;
    if (isPdf && next >= 1 && next <= page.sheets) setSheet(next);
    else leaf(by);
  };

  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => go(-1),
    PageUp: () => go(-1),
    ArrowRight: () => go(1),
    PageDown: () => go(1),
    r: () => setTurns((before) => before + 1),
    R: () => setTurns((before) => before + 1),
    '+': () => setZoom((before) => Math.min(4, before * 1.25)),
    '=': () => setZoom((before) => Math.min(4, before * 1.25)),
    '-': () => setZoom((before) => Math.max(1, before / 1.25)),
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the picture in it
    <div
      className="page-viewer"
      onKeyDown={(event) => {
        const act = keys[event.key];
        if (act === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        act();
      }}
    >
      <div className="page-viewer-bar">
        <Button autoFocus onClick={() => go(-1)}>
          上一页<KeyHint>←</KeyHint>
        </Button>
        <Button onClick={() => go(1)}>
          下一页<KeyHint>→</KeyHint>
        </Button>
        <Button onClick={() => setTurns(turns + 1)}>
          旋转<KeyHint>R</KeyHint>
        </Button>
        <Button onClick={() => setZoom(Math.min(4, zoom * 1.25))}>
          放大<KeyHint>+</KeyHint>
        </Button>
        <Button onClick={() => setZoom(Math.max(1, zoom / 1.25))}>
          缩小<KeyHint>-</KeyHint>
        </Button>
        {isPdf && (
          <span className="page-viewer-pdf">
            PDF第{sheet}／{page.sheets}页，未嵌入的字体可能显示不全，以原件为准
          </span>
        )}
        {page.onFileFrom !== null && <span className="page-viewer-from">取自{page.onFileFrom}</span>}
      </div>
      <Refusal>{sentence}</Refusal>
      <div className="page-viewer-sheet">
        {url !== null && (
          <img
            src={url}
            alt="材料影像"
            style={{
              transform: `rotate(${turns * 90}deg)`,
              maxHeight: `${zoom * 100}%`,
              maxWidth: `${zoom * 100}%`,
            }}
          />
        )}
        {url === null && sentence === '' && <p>正在取这一页…</p>}
      </div>
    </div>
  );
}
