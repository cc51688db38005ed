import { takeBooked, useTaking } from './taking.ts';
import { useTouch } from './use-touch.ts';
import { isWhole, press, rubOut, useWay } from './way.ts';
import './booked.css';

const digitKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

/** The code of a booking, by touch; whoever lays their card needs none. */
export function Booked() {
  const { digits } = useWay();
  const { asking } = useTaking();
  const back = useTouch(rubOut);
  const issue = useTouch(() => takeBooked(digits));
  return (
    <div className="kiosk-booked">
      <h2>请输入6位预约码</h2>
      <p className="kiosk-code" aria-live="polite">
        {digits.padEnd(6, '_')}
      </p>
      <div className="kiosk-pad">
        {digitKeys.map((digit) => (
          <DigitKey key={digit} digit={digit} />
        ))}
        <button type="button" aria-label="删除一位" {...back}>
          删除
        </button>
        <DigitKey digit="0" />
        <button type="button" className="kiosk-pad-ok" disabled={!isWhole(digits) || asking} {...issue}>
          取号
        </button>
      </div>
      <p>没有带预约码：把身份证放在读卡区，再选预约的业务即可。</p>
    </div>
  );
}

function DigitKey({ digit }: { readonly digit: string }) {
  const touch = useTouch(() => press(digit));
  return (
    <button type="button" {...touch}>
      {digit}
    </button>
  );
}
