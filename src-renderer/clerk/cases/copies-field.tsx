import { InputNumber } from 'antd';
import './results.css';

/** More copies than that nobody issues at once. */
const mostCopies = 20;

/** How many copies of a certificate are issued, in figures; Enter issues them. */
export function CopiesField({
  copies,
  onChange,
  onEnter,
}: {
  readonly copies: number;
  readonly onChange: (copies: number) => void;
  readonly onEnter: () => void;
}) {
  return (
    <InputNumber
      className="copies-field"
      aria-label="发证份数"
      min={1}
      max={mostCopies}
      precision={0}
      value={copies}
      suffix="份"
      onChange={(value) => onChange(value ?? 1)}
      // The row around it opens the case by a click or by Enter; what is done in the field does not.
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
      onPressEnter={onEnter}
    />
  );
}
