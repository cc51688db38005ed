import { Button, Modal } from 'antd';
import { formatDate } from '#shared/clock/beijing.ts';
import type { Askable } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';
import './outcome-dialog.css';

interface Props {
  /** The case that is accepted; null for what is being entered. */
  readonly caseId: string | null;
  readonly missing: readonly Askable[];
  readonly onClose: () => void;
}

/** 容缺受理: what may follow, by when, before anybody agrees to it. */
export function TolerantDialog({ open, ...props }: Props & { readonly open: boolean }) {
  useKeysResting(open);
  return (
    <Modal open={open} title="容缺受理" width={560} footer={null} onCancel={props.onClose} destroyOnHidden>
      {open && <Commitment {...props} />}
    </Modal>
  );
}

function Commitment({ caseId, missing, onClose }: Props) {
  const owed = missing.map(({ materialId }) => materialId);
  const accept = useAction(
    () => (caseId === null ? clerk.cases.takeIn({ owed }) : clerk.cases.accept({ caseId, owed })),
    onClose,
  );
  return (
    <div className="outcome-form">
      <p>下列材料可以容缺。请申请人承诺按时补交；补齐以前，部门不能作出准予决定。</p>
      <ul className="outcome-papers">
        {missing.map(({ materialId, name, followBy }) => (
          <li key={materialId}>
            <strong>{name}</strong>
            <span>{followBy === null ? '' : `${formatDate(followBy)}前补交`}</span>
          </li>
        ))}
      </ul>
      <Refusal>{accept.sentence}</Refusal>
      <div className="outcome-actions">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" autoFocus loading={accept.slow} onClick={() => accept.run()}>
          容缺受理并打印
        </Button>
      </div>
    </div>
  );
}
