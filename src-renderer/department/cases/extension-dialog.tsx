import { Form, Radio } from 'antd';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { type SecondPerson, SecondPersonItems } from '../../ui/identity/second-person.tsx';
import { department } from '../desk.ts';
import { useClockEffect } from './clock-effect.tsx';

interface Settling extends SecondPerson {
  readonly verdict: 'approve' | 'reject';
  readonly reason: string;
}

/** 批准延期: by whoever may decide the case, at their own desk or for this one act beside the reviewer. */
export function ExtensionDialog({
  detail,
  mayApprove,
  open,
  onClose,
}: {
  readonly detail: CaseDetail;
  /** Whoever is signed in may approve it themselves. */
  readonly mayApprove: boolean;
  readonly open: boolean;
  readonly onClose: () => void;
}) {
  const { id: caseId, extensionRequest: request } = detail;
  const [form] = Form.useForm<Settling>();
  const verdict = Form.useWatch('verdict', form) ?? 'approve';
  const terms = { name: 'extendCase', days: request?.days ?? 1, reason: request?.reason ?? '' } as const;
  const { effect, sentence } = useClockEffect(caseId, open && mayApprove ? terms : null);
  const settle = useAction(
    ({ verdict: given, reason, staffNumber, by, secret }: Settling) =>
      given === 'reject'
        ? department.cases.takeStep({ caseId, step: { name: 'rejectExtension', reason }, second: null })
        : department.cases.takeStep({
            ...{ caseId, step: terms },
            second: mayApprove ? null : { staffNumber, by, secret },
          }),
    onClose,
  );
  return (
    <ActDialog<Settling>
      {...{ open, onClose, form }}
      title="批准延期"
      okText={verdict === 'approve' ? '批准并告知申请人' : '不批准'}
      danger={verdict === 'reject'}
      action={settle}
      {...(verdict === 'approve' && { sentence })}
      initialValues={{ verdict: 'approve' }}
    >
      <p className="act-dialog-note">
        {request?.by}申请延长{request?.days}个工作日，理由：{request?.reason}
      </p>
      {mayApprove ? (
        <Form.Item name="verdict" label="批准意见">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'approve', label: '批准' },
              { value: 'reject', label: '不批准' },
            ]}
          />
        </Form.Item>
      ) : (
        <>
          <p className="act-dialog-note">
            请有这个事项签批授权的负责人在这里输入自己的工号和密码，只用于这一次批准；您的登录不变。
          </p>
          <SecondPersonItems who="批准人" />
        </>
      )}
      {verdict === 'reject' ? <ReasonItem label="不批准的理由" autoFocus /> : effect}
    </ActDialog>
  );
}
