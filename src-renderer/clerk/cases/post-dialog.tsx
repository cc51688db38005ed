import { Input, Modal } from 'antd';
import { useState } from 'react';
import type { ResultRow } from '#shared/contracts/handing.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';

/** Gives a result to the post, or takes it back from there. */
export function PostDialog({
  row,
  onClose,
}: {
  readonly row: ResultRow | null;
  readonly onClose: () => void;
}) {
  useKeysResting(row !== null);
  const [carrier, setCarrier] = useState('中国邮政');
  const [text, setText] = useState('');
  const posted = row?.posted ?? null;
  const send = useAction(
    () =>
      posted === null
        ? clerk.handing.post({ caseId: row?.id ?? '', carrier, trackingNumber: text })
        : clerk.handing.returnPost({ caseId: row?.id ?? '', reason: text }),
    close,
  );
  function close(): void {
    setText('');
    send.clear();
    onClose();
  }
  return (
    <Modal
      open={row !== null}
      title={posted === null ? '邮寄送达' : '邮件退回'}
      okText={posted === null ? '登记寄出' : '登记退回'}
      cancelText="取消"
      destroyOnHidden
      confirmLoading={send.slow}
      okButtonProps={{ disabled: text.trim() === '' }}
      onCancel={close}
      onOk={() => send.run()}
    >
      <p>
        {row?.matterName}　申请人 {row?.applicantName}
      </p>
      {posted === null && (
        <>
          <Input
            aria-label="寄递单位"
            value={carrier}
            maxLength={40}
            onChange={(event) => setCarrier(event.target.value)}
          />
          <p />
        </>
      )}
      <Input
        autoFocus
        aria-label={posted === null ? '邮件单号' : '退回原因'}
        placeholder={posted === null ? '邮件单号' : '例如：收件人不在、地址有误'}
        value={text}
        maxLength={posted === null ? 40 : 200}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => text.trim() !== '' && send.run()}
      />
      <p className="case-table-faint">
        {posted === null
          ? '寄出不等于送达：收到签收回执后，请在这里“登记签收”，才算送达办结。'
          : '登记退回后可以改为窗口领取，或核对地址后重新寄出。'}
      </p>
      <Refusal>{send.sentence}</Refusal>
    </Modal>
  );
}
