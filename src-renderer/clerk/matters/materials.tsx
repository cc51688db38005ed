import { Button, Checkbox } from 'antd';
import { useEffect, useRef } from 'react';
import type { MatterDetail } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

/** The papers of the matter, ticked as they are handed over. */
export function Materials({
  materials,
  ticked,
}: {
  readonly materials: MatterDetail['materials'];
  readonly ticked: readonly string[];
}) {
  const tick = useAction(
    (materialId: string, to: boolean) => clerk.draft.tickMaterial({ materialId, ticked: to }),
    undefined,
    { overlapping: true },
  );
  const tickAll = useAction(() => clerk.draft.tickAllMaterials());
  useKeys({ [keyMap.tickAll]: () => tickAll.run() });

  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('input')?.focus(), []);

  return (
    <div className="materials">
      <div className="materials-head">
        <h3>
          材料{' '}
          <span>
            已收 {ticked.length}／{materials.length}
          </span>
        </h3>
        {materials.length > 0 && (
          <Button size="small" loading={tickAll.busy} onClick={() => tickAll.run()}>
            必要材料收齐
            <KeyHint>{keyMap.tickAll}</KeyHint>
          </Button>
        )}
      </div>
      <Refusal>{tick.sentence || tickAll.sentence}</Refusal>
      {materials.length === 0 ? (
        <p>本事项不需要材料，可以直接收件。</p>
      ) : (
        <ul ref={list} aria-label="材料清单" onKeyDown={(event) => moveFocus(event, 'input')}>
          {materials.map(({ id, name, issuer, formName, copies, required }) => (
            <li key={id}>
              <Checkbox
                checked={ticked.includes(id)}
                onChange={(event) => tick.run(id, event.target.checked)}
                aria-label={name}
              >
                <span className="material-name">
                  {name}
                  {!required && <em>必要时提供</em>}
                </span>
                <span className="material-about">
                  {formName} {copies}份　{issuer}
                </span>
              </Checkbox>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
