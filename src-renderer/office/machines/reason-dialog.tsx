import { Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { ReasonField } from '../fields.tsx';

/** Asks for the reason of an act that cannot be taken back, beneath what follows from it. */
export function ReasonDialog({
  title,
  okText,
  danger = false,
  busy,
  sentence,
  onCancel,
  onDecide,
  children,
}: {
  readonly title: string;
  readonly okText: string;
  readonly danger?: boolean;
  readonly busy: boolean;
  readonly sentence: string;
  readonly onCancel: () => void;
  readonly onDecide: (reason: string) => void;
  readonly children: ReactNode;
}) {
  useKeysResting(true);
  const [reason, setReason] = useState('');
  const [complaint, setComplaint] = useState('');
  return (
    <Modal
      open
      title={title}
      okText={okText}
      cancelText="取消"
      okButtonProps={{ danger }}
      confirmLoading={busy}
      onCancel={onCancel}
      onOk={() => (reason.trim() === '' ? setComplaint('请写明理由。') : onDecide(reason.trim()))}
    >
      <div className="office-form">
        {children}
        <ReasonField
          label="理由*"
          autoFocus
          value={reason}
          onChange={(value) => {
            setReason(value);
            setComplaint('');
          }}
        />
        <Refusal>{complaint || sentence}</Refusal>
      </div>
    </Modal>
  );
}
