import { useCallback, useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import type { CaseDocument } from '#shared/cases/documents/document.ts';
import { printTemplate } from '#shared/cases/documents/printed.ts';
import { PrintSheets } from './print-sheets.tsx';

const noScan = () => null;

/** A guide on its way to the printer: laid out beside the page and shown to nobody, printed once, then gone. */
export function GuidePaper({
  guide,
  onPrinted,
}: {
  readonly guide: Omit<CaseDocument, 'kind'>;
  /** Told why nothing was printed; an empty sentence where the system took it. */
  readonly onPrinted: (trouble: string) => void;
}) {
  const printed = useRef(false);
  // It is no document of a case: nothing is kept of it, and it needs no kind.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is being printed does not change any more
  const content = useMemo(
    () => ({
      ...{ template: printTemplate, kind: 'document' as const, copy: 1 },
      document: { ...guide, kind: 'receipt' as const },
    }),
    [],
  );
  useEffect(() => {
    document.body.classList.add('has-print-paper');
    return () => document.body.classList.remove('has-print-paper');
  }, []);
  const ready = useCallback(() => {
    if (printed.current) return;
    printed.current = true;
    const shell = window.yichuang?.printing;
    if (shell === undefined) {
      window.print();
      onPrinted('');
      return;
    }
    shell.paper().then(
      ({ sent, reason }) => onPrinted(sent ? '' : `没有打印：${reason}`),
      () => onPrinted('没有打印：本机服务没有回应，请再试一次。'),
    );
  }, [onPrinted]);
  return createPortal(
    <div className="print-paper">
      <PrintSheets content={content} scan={noScan} onReady={ready} />
    </div>,
    document.body,
  );
}
