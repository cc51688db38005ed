import type { z } from 'zod';
import type { matterRowSchema } from '#shared/contracts/views.ts';
import { SunkTag } from '../../ui/cases/light.tsx';

export const optionId = (code: string): string => `matter-${code}`;

/** One matter among the results: what it is, whose it is, how long it may take. */
export function MatterOption({
  row,
  active,
  onPoint,
  onChoose,
}: {
  readonly row: z.infer<typeof matterRowSchema>;
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
      className="matter-option"
      onMouseMove={active ? undefined : onPoint}
      onClick={onChoose}
    >
      <div>
        <strong>{row.name}</strong> {row.sunk && <SunkTag />}
        <div className="matter-option-faint">
          {row.departmentName}　{row.basicCode}
        </div>
      </div>
      <span className="matter-option-limit">{row.promisedText}</span>
    </div>
  );
}
