import { Form, Radio } from 'antd';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { type SecondPerson, SecondPersonItems } from '../../ui/identity/second-person.tsx';
import { clerk, useDesk } from '../desk.ts';
import type { MistakeDialogProps } from './mistake-actions.tsx';

/** 申请作废: the first of the two. */
export function RequestVoidDialog({ detail, open, onClose }: MistakeDialogProps) {
  const request = useAction(
    ({ reason }: { readonly reason: string }) => clerk.mistakes.requestVoid({ caseId: detail.id, reason }),
    onClose,
  );
  return (
    <ActDialog<{ reason: string }>
      {...{ open, onClose }}
      title="申请作废"
      okText="申请作废"
      danger
      action={request}
      initialValues={{}}
    >
      <p className="act-dialog-note">
        {`录错、不该收的办件才作废。由${detail.status === 'accepted' ? '大厅负责人' : '另一位同事'}复核后生效，编号保留、不再使用；申请人自己不办了的，请办撤回。`}
      </p>
      <ReasonItem label="作废理由" autoFocus phrases={['事项选错。', '申请人录错。', '重复收件。']} />
    </ActDialog>
  );
}

interface Review extends SecondPerson {
  readonly verdict: 'confirm' | 'reject';
  readonly reason: string;
}

/** 复核作废: the second person, at their own desk or for this one act beside the first. */
export function ReviewVoidDialog({ detail, open, onClose }: MistakeDialogProps) {
  const person = useDesk(({ desk }) => desk?.person ?? null);
  const request = detail.voidRequest;
  const wantsManager = detail.status === 'accepted';
  const canBeSecond =
    person !== null &&
    person.personId !== request?.personId &&
    (person.role === 'hallManager' || (person.role === 'clerk' && !wantsManager));
  const review = useAction(({ verdict, reason, staffNumber, by, secret }: Review) => {
    const caseId = detail.id;
    if (verdict === 'reject') return clerk.mistakes.rejectVoid({ caseId, reason });
    return clerk.mistakes.confirmVoid({
      ...{ caseId, reason: request?.reason ?? '' },
      second: canBeSecond ? null : { staffNumber, by, secret },
    });
  }, onClose);
  const [form] = Form.useForm<Review>();
  const verdict = Form.useWatch('verdict', form) ?? 'confirm';
  return (
    <ActDialog<Review>
      {...{ open, onClose, form }}
      title="复核作废"
      okText={verdict === 'confirm' ? '确认作废' : '驳回申请'}
      danger={verdict === 'confirm'}
      action={review}
      initialValues={{ verdict: 'confirm' }}
    >
      <p className="act-dialog-note">
        {request?.by}申请作废，理由：{request?.reason}
      </p>
      <Form.Item name="verdict" label="复核意见">
        <Radio.Group
          optionType="button"
          options={[
            { value: 'confirm', label: '确认作废' },
            { value: 'reject', label: '驳回' },
          ]}
        />
      </Form.Item>
      {verdict === 'reject' && <ReasonItem label="驳回理由" autoFocus />}
      {verdict === 'confirm' &&
        (canBeSecond ? (
          <p className="act-dialog-note">由您（{person.name}）复核并签名，确认后不能恢复。</p>
        ) : (
          <>
            <p className="act-dialog-note">
              {`请${wantsManager ? '大厅负责人' : '另一位同事'}在这里输入自己的工号和密码，只用于这一次复核；您的登录不变。`}
            </p>
            <SecondPersonItems who="复核人" />
          </>
        ))}
    </ActDialog>
  );
}
