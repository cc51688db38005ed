import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { CaseMaterials } from '../../ui/cases/case-facts.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';
import { CasePages } from '../../ui/papers/case-pages.tsx';
import { ScanDialog } from '../../ui/papers/scan/scan-dialog.tsx';
import { clerk, queries } from '../desk.ts';
import { AddingNews, AddingWays } from '../matters/adding-ways.tsx';
import { useAddingPages } from '../matters/use-adding-pages.ts';

/** The papers of a case with their scans; as long as it is at work here, what was brought later is scanned here as well. */
export function CasePapers({ detail }: { readonly detail: CaseDetail }) {
  const { id: caseId, materials, takesPages } = detail;
  const { data: pages } = useQuery(queries.pages.ofCase.queryOptions({ input: { caseId } }));
  const adding = useAddingPages((materialId, file, thumbnail) =>
    clerk.pages.addToCase({ caseId, materialId, file, thumbnail }),
  );
  const [scanning, setScanning] = useState<CaseDetail['materials'][number] | null>(null);
  const box = useRef<HTMLElement>(null);
  return (
    <section ref={box} onKeyDown={press} aria-label="收到的材料">
      <h3>收到的材料</h3>
      <CaseMaterials
        detail={detail}
        {...(takesPages && {
          ways: ({ materialId, name }) => (
            <AddingWays
              materialId={materialId}
              name={name}
              adding={adding}
              onScan={() => setScanning(materials.find((each) => each.materialId === materialId) ?? null)}
            />
          ),
        })}
      />
      {materials.map(({ materialId }) => (
        <AddingNews key={materialId} materialId={materialId} adding={adding} />
      ))}
      {pages !== undefined && <CasePages pages={pages} caseId={caseId} client={clerk.pages} />}
      <ScanDialog
        open={scanning !== null}
        title={scanning?.name ?? ''}
        onPage={(page) =>
          scanning === null ? Promise.resolve('') : adding.addPage(scanning.materialId, page)
        }
        onClose={() => {
          const name = scanning?.name;
          setScanning(null);
          // Back to the paper that it was for.
          requestAnimationFrame(() =>
            box.current?.querySelector<HTMLElement>(`[aria-label="扫描${name}"]`)?.focus(),
          );
        }}
      />
    </section>
  );

  function press(event: KeyboardEvent<HTMLElement>): void {
    if (event.ctrlKey || event.altKey || event.metaKey || event.nativeEvent.isComposing) return;
    const row = event.target instanceof Element ? event.target.closest('.material-ways') : null;
    if (row === null) return;
    const way = { s: 'scan', o: 'file' }[event.key.toLowerCase()];
    if (way === undefined) {
      moveFocus(event, '[data-way="scan"]');
      return;
    }
    event.preventDefault();
    row.querySelector<HTMLElement>(`[data-way="${way}"]`)?.click();
  }
}
