import type { MatterRow } from '#shared/contracts/matter-views.ts';
import { SunkTag } from '../../ui/cases/light.tsx';

export const optionId = (code: string): string => `matter-${code}`;

/** One matter among the results: what it is, whose it is, how long it may take. */
export function MatterOption({
  row,
  active,
  onPoint,
  onChoose,
}: {
  readonly row: MatterRow;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keyboard, and names this as its active one
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
    <div
      id={optionId(row.code)}
      role="option"
      aria-selected={active}
      className={row.elsewhere === '' ? 'matter-option' : 'matter-option matter-option-elsewhere'}
      onMouseMove={active ? undefined : onPoint}
      onClick={onChoose}
    >
      <div>
        <strong>{row.name}</strong> {row.sunk && <SunkTag />}
        <div className="matter-option-faint">
          {row.elsewhere === '' ? `${row.departmentName}　${row.basicCode}` : row.elsewhere}
        </div>
      </div>
      <span className="matter-option-limit">{row.promisedText}</span>
    </div>
  );
}
