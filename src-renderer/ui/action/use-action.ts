import { useRef, useState } from 'react';
import type { Refused } from '#shared/contracts/answer.ts';
import { sentenceOf } from '../link/no-answer.ts';

type Succeeded<Answer> = Exclude<Answer, Refused>;

export interface Action<Args extends unknown[]> {
  readonly run: (...args: Args) => void;
  /** Under way. */
  readonly busy: boolean;
  /** Under way for so long that it should be seen. */
  readonly slow: boolean;
  /** Why it was refused or not answered, until the next try; empty otherwise. Shown next to the cause. */
  readonly sentence: string;
  readonly clear: () => void;
}

/** Milliseconds after which an act is seen to be under way: most are over before an eye has found the button. */
const slowMs = 200;

/**
 * A call that changes something; a refusal is kept as a sentence. One at a time, so that a double click is one
 * command; `overlapping` is for calls that each say the same however often they come, such as ticking a box.
 */
export function useAction<Args extends unknown[], Answer extends { readonly kind: string }>(
  call: (...args: Args) => Promise<Answer | Refused>,
  onDone?: (answer: Succeeded<Answer>) => void,
  { overlapping = false } = {},
): Action<Args> {
  const [busy, setBusy] = useState(false);
  const [slow, setSlow] = useState(false);
  const [sentence, setSentence] = useState('');
  // State would let a second click through before the next render.
  const running = useRef(false);

  const run = (...args: Args): void => {
    if (running.current && !overlapping) return;
    running.current = true;
    setBusy(true);
    setSentence('');
    const watch = setTimeout(() => setSlow(true), slowMs);
    call(...args)
      .then(
        (answer) => {
          if (isRefused(answer)) setSentence(answer.refusal.message);
          else onDone?.(answer as Succeeded<Answer>);
        },
        (error: unknown) => setSentence(sentenceOf(error)),
      )
      .finally(() => {
        running.current = false;
        clearTimeout(watch);
        setBusy(false);
        setSlow(false);
      });
  };
  return { run, busy, slow, sentence, clear: () => setSentence('') };
}

const isRefused = (answer: { readonly kind: string }): answer is Refused => answer.kind === 'refused';
