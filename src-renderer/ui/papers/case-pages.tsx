import { useState } from 'react';
import type { CasePage } from '#shared/contracts/papers.ts';
import { PageStrip } from './page-strip.tsx';
import { PageInFull, PageViewer } from './page-viewer.tsx';
import type { PagesClient } from './thumbnails.ts';

/** The scans of a case, in one row; says which have not reached the district yet. */
export function CasePages({
  pages,
  caseId,
  client,
  beside = false,
}: {
  readonly pages: readonly CasePage[];
  readonly caseId: string;
  readonly client: PagesClient;
  /** The page that is read stands below the row, so that the form beside it can be filled in meanwhile. */
  readonly beside?: boolean;
}) {
  const [at, setAt] = useState<number | null>(null);
  if (pages.length === 0) return <p>没有扫描影像。</p>;
  const waiting = pages.filter(({ state }) => state === 'waiting').length;
  const shown = at === null ? undefined : pages[at];
  return (
    <>
      {waiting > 0 && (
        <p className="case-pages-waiting">
          其中{waiting}个文件还没有传到区级平台，连通后自动上传，不影响先行办理。
        </p>
      )}
      <PageStrip pages={pages} client={client} label="材料影像" caseId={caseId} onOpen={setAt} />
      {beside && shown !== undefined && (
        <PageInFull
          key={shown.hash}
          page={shown}
          caseId={caseId}
          client={client}
          leaf={(by) => setAt((before) => Math.min(pages.length - 1, Math.max(0, (before ?? 0) + by)))}
        />
      )}
      <PageViewer
        pages={pages}
        at={beside ? null : at}
        title={shown?.materialName ?? ''}
        caseId={caseId}
        client={client}
        onMove={setAt}
        onClose={() => setAt(null)}
      />
    </>
  );
}
