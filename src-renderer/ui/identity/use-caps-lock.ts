import { useEffect, useState } from 'react';

/** Whether Caps Lock is on, as the last key or click has told; browsers do not say before. */
export function useCapsLock(): boolean {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const look = (event: KeyboardEvent | MouseEvent): void => {
      if (event instanceof MouseEvent || !event.isComposing)
        setOn(event.getModifierState?.('CapsLock') ?? false);
    };
    const events = ['keydown', 'keyup', 'mousedown'] as const;
    for (const each of events) window.addEventListener(each, look);
    return () => {
      for (const each of events) window.removeEventListener(each, look);
    };
  }, []);
  return on;
}
