import { Button, Checkbox, Modal } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { moveFocus } from '../../ui/keys/row-focus.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import '../visits/outcome-dialog.css';

interface Props {
  readonly detail: CaseDetail;
  readonly onClose: () => void;
}

/** What is brought later: on the list that was told, or after a tolerant acceptance. */
export function SupplementDialog({ open, ...props }: Props & { readonly open: boolean }) {
  useKeysResting(open);
  const title = props.detail.status === 'supplementing' ? '补正收件' : '容缺材料补交';
  return (
    <Modal open={open} title={title} width={560} footer={null} onCancel={props.onClose} destroyOnHidden>
      {open && <Brought {...props} />}
    </Modal>
  );
}

function Brought({ detail, onClose }: Props) {
  const { id: caseId, missing, status } = detail;
  const [brought, setBrought] = useState<readonly string[]>([]);
  const supply = useAction(
    () =>
      status === 'supplementing'
        ? clerk.cases.supplement({ caseId, materialIds: [...brought] })
        : clerk.cases.supplyOwed({ caseId, materialIds: [...brought] }),
    onClose,
  );
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.querySelector<HTMLElement>('input')?.focus(), []);
  const all = missing.map(({ materialId }) => materialId);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the list in it, wherever in it the focus is
    <div
      className="outcome-form"
      onKeyDown={(event) => {
        if (event.ctrlKey && event.key.toLowerCase() === 'a') setBrought(all);
        else if (event.key === 'Enter' && event.target instanceof HTMLInputElement) supply.run();
        else return;
        event.preventDefault();
      }}
    >
      <p>请对照清单勾选这次收到的材料。↑ ↓ 移动，空格勾选。</p>
      <ul
        ref={list}
        className="outcome-papers"
        aria-label="待收材料"
        onKeyDown={(event) => moveFocus(event, 'input')}
      >
        {missing.map(({ materialId, name }) => (
          <li key={materialId}>
            <Checkbox
              checked={brought.includes(materialId)}
              onChange={(event) =>
                setBrought(
                  event.target.checked
                    ? [...brought, materialId]
                    : brought.filter((each) => each !== materialId),
                )
              }
            >
              {name}
            </Checkbox>
          </li>
        ))}
      </ul>
      <Refusal>{supply.sentence}</Refusal>
      <div className="outcome-actions">
        <Button onClick={() => setBrought(all)}>
          全部收到
          <KeyHint>Ctrl+A</KeyHint>
        </Button>
        <Button onClick={onClose}>取消</Button>
        <Button
          type="primary"
          loading={supply.slow}
          disabled={brought.length === 0}
          onClick={() => supply.run()}
        >
          收件并打印
          <KeyHint>回车</KeyHint>
        </Button>
      </div>
    </div>
  );
}
