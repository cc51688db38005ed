import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { CitizenScreen } from '#shared/contracts/citizen.ts';
import { sentenceOf } from '../ui/link/no-answer.ts';
import { citizen } from './screen.ts';

type Entries = Extract<CitizenScreen, { kind: 'entries' }>['masked'];

/** The entries in full while a finger, the mouse or the space bar holds the button, and not a moment longer. */
export function useHeldReveal(digest: string) {
  const [full, setFull] = useState<Entries | null>(null);
  const [holding, setHolding] = useState(false);
  const [sentence, setSentence] = useState('');
  // Which press an answer belongs to: one that comes after the finger has gone is not shown.
  const press = useRef(0);

  const start = (): void => {
    press.current += 1;
    const mine = press.current;
    setHolding(true);
    setSentence('');
    citizen.reveal({ digest }).then(
      (answer) => {
        if (press.current !== mine) return;
        if (answer.kind === 'refused') setSentence(answer.refusal.message);
        else setFull(answer.entries);
      },
      (error: unknown) => {
        if (press.current === mine) setSentence(sentenceOf(error));
      },
    );
  };
  const end = (): void => {
    press.current += 1;
    setHolding(false);
    setFull(null);
  };

  useEffect(() => {
    // A window that loses the screen while held would otherwise never hear of the release.
    window.addEventListener('blur', end);
    document.addEventListener('visibilitychange', end);
    return () => {
      window.removeEventListener('blur', end);
      document.removeEventListener('visibilitychange', end);
    };
  });

  const hold = {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      start();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onBlur: end,
    onContextMenu: (event: { preventDefault(): void }) => event.preventDefault(),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ' ' || event.repeat) return;
      event.preventDefault();
      start();
    },
    onKeyUp: (event: KeyboardEvent) => {
      if (event.key === ' ') end();
    },
  };
  return { full, holding, sentence, hold };
}
