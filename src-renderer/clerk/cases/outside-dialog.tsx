import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import type { MistakeDialogProps } from './mistake-actions.tsx';

/** 登记厅外收件: the papers did not come in over this counter. */
export function OutsideDialog({ detail, open, onClose }: MistakeDialogProps) {
  const declare = useAction(
    ({ reason }: { readonly reason: string }) => clerk.outside.declare({ caseId: detail.id, reason }),
    onClose,
  );
  return (
    <ActDialog<{ reason: string }>
      {...{ open, onClose }}
      title="登记厅外收件"
      okText="登记"
      action={declare}
      initialValues={{}}
    >
      <p className="act-dialog-note">
        材料不是在窗口收的急件才登记。登记后要部门负责人和中心分别批准，两方都批准前不能签批、发证；登记不能撤回。
      </p>
      <ReasonItem
        label="没有在窗口收件的原因"
        autoFocus
        phrases={['申请人住院，在病房收取材料。', '抢险救灾急需，在现场收取材料。']}
      />
    </ActDialog>
  );
}
