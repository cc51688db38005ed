import { lazy, Suspense } from 'react';
import type { DocumentsClient } from './use-printing.ts';

// The page fonts are many files: whoever opens the desk does not wait for their list.
const CaseDocuments = lazy(async () => ({ default: (await import('./case-documents.tsx')).CaseDocuments }));

/** The papers of a case over the page, where one is chosen. */
export function CaseDocumentsDialog({
  api,
  caseId,
  onClose,
}: {
  readonly api: DocumentsClient;
  readonly caseId: string | null;
  readonly onClose: () => void;
}) {
  if (caseId === null) return null;
  return (
    <Suspense>
      <CaseDocuments key={caseId} api={api} caseId={caseId} onClose={onClose} />
    </Suspense>
  );
}
