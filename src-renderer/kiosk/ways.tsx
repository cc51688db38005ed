import { useTouch } from './use-touch.ts';
import { setLarge, take, useWay } from './way.ts';

const ways = [
  ['walkIn', '现场取号'],
  ['several', '一次办多项'],
  ['priority', '优先取号'],
  ['returning', '补正返回'],
  ['booked', '预约取号'],
] as const;

/** The ways of taking a ticket, and the larger screen. */
export function Ways() {
  const { kind, large } = useWay();
  const enlarge = useTouch(() => setLarge(!large));
  return (
    <nav className="kiosk-ways" aria-label="取号方式">
      {ways.map(([name, label]) => (
        <WayButton key={name} name={name} label={label} isChosen={kind === name} />
      ))}
      <button type="button" className="kiosk-way kiosk-large" aria-pressed={large} {...enlarge}>
        {large ? '标准显示' : '大字版'}
      </button>
    </nav>
  );
}

function WayButton({
  name,
  label,
  isChosen,
}: {
  readonly name: (typeof ways)[number][0];
  readonly label: string;
  readonly isChosen: boolean;
}) {
  const touch = useTouch(() => take(name));
  return (
    <button type="button" className="kiosk-way" aria-pressed={isChosen} {...touch}>
      {label}
    </button>
  );
}
