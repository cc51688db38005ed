import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import type { ApprovingSide } from '#shared/cases/outside.ts';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { Refused } from '#shared/contracts/answer.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { ActDialog } from '../action/act-dialog.tsx';
import { ReasonItem } from '../action/reason-item.tsx';
import { useAction } from '../action/use-action.ts';
import './case-history.css';

interface Approval {
  readonly reason: string;
  readonly document: string;
}

/** A receipt outside the hall with both approvals: nothing where the case came in over a counter. */
export function Outside({
  detail,
  side,
  approve,
}: {
  readonly detail: CaseDetail;
  /** The side that whoever sits here approves for; null for nobody's. */
  readonly side: ApprovingSide | null;
  readonly approve: (given: Approval & { caseId: string }) => Promise<{ kind: 'done' } | Refused>;
}) {
  const [open, setOpen] = useState(false);
  const close = (): void => setOpen(false);
  const action = useAction((given: Approval) => approve({ caseId: detail.id, ...given }), close);
  const { outside } = detail;
  if (outside === null) return null;
  const lacking = outside.approvals.filter(({ given }) => given === null);
  const mine = lacking.find((each) => each.side === side);
  const canApprove = mine !== undefined && detail.decision === null && detail.ending === null;
  return (
    <>
      <Alert
        type={lacking.length > 0 ? 'warning' : 'info'}
        showIcon
        title={`厅外收件：${outside.reason}`}
        description={
          <ul className="case-history-facts">
            <li>
              {outside.where}　{outside.by}　{formatBeijing(outside.at)}　登记
            </li>
            {outside.approvals.map(({ side: whose, name, given }) => (
              <li key={whose}>
                {name}：
                {given === null
                  ? '未批准，批准前不能签批、发证'
                  : `${given.document}　${given.by}　${formatBeijing(given.at)}　${given.reason}`}
              </li>
            ))}
          </ul>
        }
        {...(canApprove && {
          action: (
            <Button type="primary" onClick={() => setOpen(true)}>
              批准
            </Button>
          ),
        })}
      />
      <ActDialog<Approval>
        {...{ open, action }}
        onClose={close}
        title={`厅外收件：${mine?.name ?? ''}`}
        okText="批准"
        initialValues={{}}
      >
        <p className="act-dialog-note">
          {`没有在窗口收件的原因：${outside.reason.replace(/。$/, '')}。部门和中心都批准后才能签批；批准不能撤回，会进入卷宗。`}
        </p>
        <ReasonItem label="批准理由" autoFocus phrases={['情况紧急，同意。', '申请人行动不便，同意。']} />
        <Form.Item
          name="document"
          label="批准文号"
          rules={[{ required: true, whitespace: true, message: '请填写批准文号。' }]}
        >
          <Input maxLength={60} autoComplete="off" />
        </Form.Item>
      </ActDialog>
    </>
  );
}
