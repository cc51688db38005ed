import { useEffect, useRef } from 'react';

/** `F2`, `Alt+1`, `Ctrl+K`, `/`: modifiers in the order Ctrl, Alt, Shift. */
export type KeyName = string;

let blocks = 0;

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)));

function nameOf(event: KeyboardEvent): KeyName {
  // With Alt held, some layouts put another character on the key; the code names the digit itself.
  const key = /^Digit\d$/.test(event.code) ? event.code.slice(5) : event.key;
  const name = key.length === 1 ? key.toUpperCase() : key;
  return `${event.ctrlKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${name}`;
}

/**
 * Keys that work on the whole page while the component is shown. A key that is part of a word being composed with
 * an input method is left alone, and so are plain characters and Ctrl+A while text is typed.
 */
export function useKeys(keys: Readonly<Record<KeyName, (() => void) | undefined>>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.isComposing || event.defaultPrevented) return;
      const name = nameOf(event);
      const act = latest.current[name];
      if (act === undefined) return;
      if (isEditable(event.target) && (name.length === 1 || name === 'Ctrl+A')) return;
      if (blocks > 0 && name !== 'F1') return;
      event.preventDefault();
      // A key that is held down is one press.
      if (!event.repeat) act();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/** While `open`, page keys rest: a dialog or drawer has the keyboard. */
export function useKeysResting(open: boolean): void {
  useEffect(() => {
    if (!open) return;
    blocks += 1;
    return () => {
      blocks -= 1;
    };
  }, [open]);
}
