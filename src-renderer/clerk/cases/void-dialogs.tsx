import { Form, Input, Radio } from 'antd';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
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

interface Review {
  readonly verdict: 'confirm' | 'reject';
  readonly reason: string;
  readonly staffNumber: string;
  readonly by: 'pin' | 'password';
  readonly secret: string;
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
  const by = Form.useWatch('by', form) ?? 'pin';
  return (
    <ActDialog<Review>
      {...{ open, onClose, form }}
      title="复核作废"
      okText={verdict === 'confirm' ? '确认作废' : '驳回申请'}
      danger={verdict === 'confirm'}
      action={review}
      initialValues={{ verdict: 'confirm', by: 'pin' }}
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
            <div className="act-dialog-pair">
              <Form.Item
                name="staffNumber"
                label="复核人工号"
                normalize={(text: string) => text.normalize('NFKC').trim().toUpperCase()}
                rules={[{ required: true, message: '请填写复核人的工号。' }]}
              >
                <Input autoFocus autoComplete="off" maxLength={32} />
              </Form.Item>
              <Form.Item name="by" label="用">
                <Radio.Group
                  optionType="button"
                  options={[
                    { value: 'pin', label: '快捷密码' },
                    { value: 'password', label: '登录密码' },
                  ]}
                />
              </Form.Item>
            </div>
            <Form.Item
              name="secret"
              label={by === 'pin' ? '复核人快捷密码' : '复核人登录密码'}
              rules={[{ required: true, message: '请复核人输入自己的密码。' }]}
            >
              <Input.Password
                autoComplete="off"
                maxLength={200}
                {...(by === 'pin' && { inputMode: 'numeric' })}
              />
            </Form.Item>
          </>
        ))}
    </ActDialog>
  );
}
