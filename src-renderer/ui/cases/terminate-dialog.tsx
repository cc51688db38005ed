import { Form, Input, Select } from 'antd';
import { type TerminationGround, terminationGrounds } from '#shared/cases/endings.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { ActDialog } from '../action/act-dialog.tsx';
import { ReasonItem } from '../action/reason-item.tsx';
import type { Action } from '../action/use-action.ts';

export interface Termination {
  readonly ground: TerminationGround;
  readonly reason: string;
  readonly basis: string;
}

/** Ends a case without a decision, by its ground in the law. */
export function TerminateDialog({
  detail,
  open,
  action,
  onClose,
}: {
  readonly detail: CaseDetail;
  readonly open: boolean;
  readonly action: Action<[Termination]>;
  readonly onClose: () => void;
}) {
  const grounds = (Object.keys(terminationGrounds) as TerminationGround[]).filter(
    (ground) => ground !== 'notSupplemented' || detail.status === 'supplementing',
  );
  return (
    <ActDialog<Termination>
      {...{ open, action, onClose }}
      title="终止办理"
      okText="终止办理"
      danger
      initialValues={grounds[0] === undefined ? {} : { ground: grounds[0] }}
    >
      <p className="act-dialog-note">
        办件到此结束，不再作决定，编号不再使用；窗口打印终止办理告知，退还材料。
      </p>
      <Form.Item name="ground" label="情形">
        <Select
          autoFocus
          options={grounds.map((ground) => ({ value: ground, label: terminationGrounds[ground] }))}
        />
      </Form.Item>
      <ReasonItem label="事实和理由" placeholder="写明查明的情况，例如日期、来源" />
      <Form.Item
        name="basis"
        label="依据"
        rules={[{ required: true, whitespace: true, message: '请写明依据的法律、法规或规章条款。' }]}
      >
        <Input maxLength={300} autoComplete="off" placeholder="《……》第…条" />
      </Form.Item>
    </ActDialog>
  );
}
