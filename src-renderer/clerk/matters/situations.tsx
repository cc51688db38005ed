import { Checkbox } from 'antd';
import { useRef } from 'react';
import type { MatterDetail } from '#shared/contracts/matter-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';

/** The situations of a matter, ticked as they apply; the list of materials follows them. */
export function Situations({
  situations,
  applying,
}: {
  readonly situations: MatterDetail['situations'];
  readonly applying: readonly string[];
}) {
  const list = useRef<HTMLFieldSetElement>(null);
  const choose = useAction((next: readonly string[]) => clerk.draft.setSituations({ situations: [...next] }));
  useKeys({ [keyMap.situations]: () => list.current?.querySelector<HTMLElement>('input')?.focus() });
  if (situations.length === 0) return null;
  return (
    <fieldset ref={list} className="situations">
      <legend>
        情形 <KeyHint>{keyMap.situations}</KeyHint>
      </legend>
      {situations.map(({ id, name }) => (
        <Checkbox
          key={id}
          checked={applying.includes(id)}
          onChange={({ target }) =>
            choose.run(target.checked ? [...applying, id] : applying.filter((each) => each !== id))
          }
        >
          {name}
        </Checkbox>
      ))}
      <Refusal>{choose.sentence}</Refusal>
    </fieldset>
  );
}
