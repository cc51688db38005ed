import { useQuery } from '@tanstack/react-query';
import { Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { department, queries } from '../desk.ts';

/** The one complete list of what the applicant is to put right, each with why. */
export function CorrectionDialog({
  caseId,
  open,
  onClose,
}: {
  readonly caseId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  useKeysResting(open);
  const [why, setWhy] = useState<Readonly<Record<string, string>>>({});
  const { data: papers = [] } = useQuery({
    ...queries.review.correctable.queryOptions({ input: { caseId } }),
    enabled: open,
  });
  const missing = Object.entries(why).map(([materialId, text]) => ({ materialId, why: text.trim() }));
  const request = useAction(() => department.review.requestCorrection({ caseId, missing }), close);
  function close(): void {
    setWhy({});
    onClose();
  }
  const ready = missing.length > 0 && missing.every((each) => each.why !== '');
  return (
    <Modal
      open={open}
      title="要求申请人补正"
      width={620}
      okText="确认并告知申请人"
      cancelText="取消"
      destroyOnHidden
      confirmLoading={request.slow}
      okButtonProps={{ disabled: !ready }}
      onCancel={close}
      onOk={() => request.run()}
    >
      <p>
        收件后5个工作日内一次告知全部内容，之后不能再要求补正。原收件窗口打印告知书并通知申请人，补齐后重新起算时限。
      </p>
      <div className="review-choices">
        {papers.map(({ materialId, name }, index) => (
          <div key={materialId}>
            <Checkbox
              autoFocus={index === 0}
              checked={why[materialId] !== undefined}
              onChange={({ target }) =>
                setWhy(({ [materialId]: before = '', ...rest }) =>
                  target.checked ? { ...rest, [materialId]: before } : rest,
                )
              }
            >
              {name}
            </Checkbox>
            {why[materialId] !== undefined && (
              <Input
                autoFocus
                onPressEnter={() => ready && request.run()}
                aria-label={`${name}要补正什么`}
                placeholder="缺什么、哪里不符，怎样补正"
                maxLength={200}
                value={why[materialId]}
                onChange={(event) => setWhy((before) => ({ ...before, [materialId]: event.target.value }))}
              />
            )}
          </div>
        ))}
      </div>
      <Refusal>{request.sentence}</Refusal>
    </Modal>
  );
}
