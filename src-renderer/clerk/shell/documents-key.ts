import { useEffect, useRef } from 'react';
import { openDocuments } from './place.ts';

/**
 * Ctrl+P opens the papers of the case that is being looked at, also while its drawer has the keyboard. It never prints
 * the page as it stands: what is masked on a screen belongs on no sheet.
 */
export function useDocumentsKey(caseId: string | null): void {
  const latest = useRef(caseId);
  useEffect(() => {
    latest.current = caseId;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || event.altKey || event.shiftKey || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      if (!event.repeat && latest.current !== null) openDocuments(latest.current);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}
