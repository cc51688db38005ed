import { useEffect, useState } from 'react';
import { RatingPanel } from './rating-panel.tsx';
import { citizen } from './screen.ts';

const digitKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0'] as const;
const codeLength = 8;
/** How long nobody has to touch it before the screen is the next person's again. */
const forgottenMs = 45_000;

/** A rating afterwards, by the one-time code of the slip that the result was handed over with; this screen has no keyboard. */
export function RateByCode() {
  const [code, setCode] = useState('');
  const [open, setOpen] = useState(false);
  const [touches, setTouches] = useState(0);
  const touch = () => setTouches((before) => before + 1);
  const close = () => {
    setOpen(false);
    setCode('');
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins again with every touch
  useEffect(() => {
    if (!open) return;
    const timer = setTimeout(close, forgottenMs);
    return () => clearTimeout(timer);
  }, [open, touches]);
  if (!open)
    return (
      <div className="rate-code">
        <button type="button" onClick={() => setOpen(true)}>
          凭评价码评价
        </button>
      </div>
    );
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only notices that somebody is still here
    <div onPointerDown={touch} onKeyDown={touch}>
      <div className="rate-code">
        <input
          aria-label="评价码"
          placeholder="凭条上的8位评价码"
          inputMode="numeric"
          maxLength={codeLength}
          value={code}
          onChange={(event) => setCode(event.target.value.replaceAll(/\D/g, ''))}
        />
        <button type="button" disabled={code === ''} onClick={() => setCode(code.slice(0, -1))}>
          删除
        </button>
        <button type="button" onClick={close}>
          返回
        </button>
      </div>
      {code.length === codeLength ? (
        <RatingPanel key={code} rated={null} rate={(given) => citizen.rateByCode({ code, ...given })} />
      ) : (
        <div className="rate-pad">
          {digitKeys.map((digit) => (
            <button key={digit} type="button" onClick={() => setCode(code + digit)}>
              {digit}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
