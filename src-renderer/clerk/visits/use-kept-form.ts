import type { FormInstance } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { DraftForm } from '#shared/contracts/clerk.ts';
import { clerk } from '../desk.ts';

/** So long after the last key what stands in a form is kept; a blur, a page that is left and a closed window do not wait. */
const pauseMs = 250;

/** A form whose text survives a crash at every keystroke: it is kept with the draft of the visit as it is typed. */
export interface KeptForm {
  /** Whether something was left standing in it; null until that is known. */
  readonly wasKept: boolean | null;
  /** For the form's onValuesChange. */
  readonly typed: () => void;
  /** For a blur anywhere in the form. */
  readonly flush: () => void;
  /** The form was saved, by a call that clears what was kept. */
  readonly saved: () => void;
  /** The form was given up: what was kept goes as well. */
  readonly givenUp: () => void;
}

/** @param name null where nothing is kept, since the form is about a case that is there already */
export function useKeptForm(name: DraftForm | null, form: FormInstance): KeptForm {
  const [wasKept, setWasKept] = useState<boolean | null>(name === null ? false : null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const stop = (): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
  };
  const flush = (): void => {
    if (timer.current === undefined || name === null) return;
    stop();
    const fields = Object.entries<unknown>(form.getFieldsValue(true))
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([field, value]) => [field, String(value)]);
    // What cannot be kept now is kept at the next key; the form itself still stands.
    clerk.draft.keep({ form: name, fields: Object.fromEntries(fields) }).catch(() => {});
  };
  const latest = useRef(flush);
  latest.current = flush;

  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens
  useEffect(() => {
    let open = true;
    if (name !== null)
      clerk.draft.kept({ form: name }).then(
        (answer) => {
          if (!open) return;
          const fields = answer.kind === 'done' ? answer.fields : null;
          if (fields !== null) form.setFieldsValue(fields);
          setWasKept(fields !== null);
        },
        () => open && setWasKept(false),
      );
    const leave = (): void => latest.current();
    window.addEventListener('pagehide', leave);
    return () => {
      open = false;
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, []);

  return {
    wasKept,
    typed() {
      clearTimeout(timer.current);
      timer.current = setTimeout(() => latest.current(), pauseMs);
    },
    flush,
    saved: stop,
    givenUp() {
      stop();
      if (name !== null) clerk.draft.keep({ form: name, fields: null }).catch(() => {});
    },
  };
}
