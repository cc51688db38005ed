import { useEffect } from 'react';

/** Within this time, in milliseconds, a scanner has typed the next character of a code; a person starts another. */
const sameCodeMs = 3_000;
const longest = 1_024;

/**
 * Many scanners are keyboards: they type what they read and end it with Enter. Nothing else types at a kiosk, so that
 * whatever ends with Enter is a code; Enter alone, and the keys of a field, stay what they are.
 */
export function useTypedCodes(onCode: (text: string) => void): void {
  useEffect(() => {
    let typed = '';
    let last = 0;
    const listen = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.target instanceof HTMLInputElement) return;
      if (event.timeStamp - last > sameCodeMs) typed = '';
      last = event.timeStamp;
      if (event.key === 'Enter') {
        if (typed === '') return;
        event.preventDefault();
        onCode(typed.slice(0, longest));
        typed = '';
      } else if (event.key.length === 1) {
        // A space in a code must not press the button that has the focus.
        if (typed !== '') event.preventDefault();
        typed += event.key;
      }
    };
    window.addEventListener('keydown', listen, true);
    return () => window.removeEventListener('keydown', listen, true);
  }, [onCode]);
}
