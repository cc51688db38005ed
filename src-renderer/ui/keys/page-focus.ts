import { type KeyboardEvent, useEffect, useRef } from 'react';
import { moveFocus } from './row-focus.ts';

/**
 * Where the page of a desk begins for the keyboard: once it is shown, Tab goes on in it and an arrow key goes into its
 * list, unless the page has put the focus somewhere itself. For its `main`.
 */
export function usePageFocus(page: string) {
  const ref = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with every page anew
  useEffect(() => {
    const now = document.activeElement;
    // A drawer that opened along with the page keeps what it has.
    if (ref.current?.contains(now) === false && now?.closest('[role="dialog"]') === null) ref.current.focus();
  }, [page]);
  return {
    ref,
    tabIndex: -1,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.target === event.currentTarget) moveFocus(event, 'tr[data-row-key]');
    },
  };
}
