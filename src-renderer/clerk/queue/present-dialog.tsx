import { Form, Input } from 'antd';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';

/** Receiving somebody by the number on their ticket, which the hall could not call. */
export function PresentDialog({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const present = useAction(({ number }: { number: string }) => clerk.visits.present({ number }), onClose);
  return (
    <ActDialog<{ number: string }>
      {...{ open, onClose }}
      title="按号接待"
      action={present}
      okText="开始接待"
      initialValues={{ number: '' }}
    >
      <p className="act-dialog-note">
        群众持号票来到本窗口、大厅没有叫到的，按票面号码接待；大厅恢复后自动记为已办。
      </p>
      <Form.Item name="number" label="票面号码" rules={[{ required: true, message: '请输入票面上的号码。' }]}>
        <Input autoFocus autoComplete="off" maxLength={16} placeholder="如 A007、K12A007" />
      </Form.Item>
    </ActDialog>
  );
}
