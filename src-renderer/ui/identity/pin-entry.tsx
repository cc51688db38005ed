import { useEffect, useRef, useState } from 'react';
import { useAction } from '../action/use-action.ts';
import { useDeskIdentity } from './desk-identity.ts';
import './pin-entry.css';

const digits = 6;
const pad = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '清除', '0', '退格'] as const;

/** The PIN of one person, by keyboard or by touch; it is sent with its last digit. */
export function PinEntry({ staffNumber, name }: { readonly staffNumber: string; readonly name: string }) {
  const desk = useDeskIdentity();
  const [pin, setPin] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const enter = useAction((given: string) => desk.identity.enterByPin({ staffNumber, pin: given }));

  const change = (typed: string): void => {
    if (enter.busy) return;
    const next = typed.normalize('NFKC').replaceAll(/\D/g, '').slice(0, digits);
    setPin(next);
    if (next.length > 0) enter.clear();
    if (next.length === digits) enter.run(next);
  };
  const press = (key: (typeof pad)[number]): void => {
    change(key === '清除' ? '' : key === '退格' ? pin.slice(0, -1) : pin + key);
    field.current?.focus();
  };
  // A wrong one is typed again from the first digit.
  useEffect(() => {
    if (enter.sentence === '') return;
    setPin('');
    field.current?.focus();
  }, [enter.sentence]);

  return (
    <div className="pin-entry">
      <label htmlFor="pin">
        <span>{name}的快捷密码</span>
        <span className="pin-dots" aria-hidden="true">
          {Array.from({ length: digits }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its position
            <i key={index} className={index < pin.length ? 'pin-dot-set' : undefined} />
          ))}
        </span>
      </label>
      <input
        id="pin"
        ref={field}
        type="password"
        inputMode="numeric"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: whoever comes to this screen comes to type
        autoFocus
        aria-describedby="pin-fault"
        value={pin}
        onChange={(event) => change(event.target.value)}
      />
      <p id="pin-fault" className="pin-fault" role="alert">
        {enter.sentence}
      </p>
      <div className="pin-pad">
        {pad.map((key) => (
          <button key={key} type="button" tabIndex={-1} disabled={enter.busy} onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
    </div>
  );
}
