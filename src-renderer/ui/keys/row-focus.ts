import type { KeyboardEvent } from 'react';

/**
 * Arrow keys, Home and End move the focus among the elements inside the container that match; for lists and tables
 * whose rows can be opened. Works on whatever has the focus now, so it keeps no state of its own.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>, matching: string): void {
  const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined || event.nativeEvent.isComposing) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(matching)];
  if (rows.length === 0) return;
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
  event.preventDefault();
  rows[next]?.focus();
}
