import { Form, Radio } from 'antd';
import { ActDialog } from '../../ui/action/act-dialog.tsx';
import { ReasonItem } from '../../ui/action/reason-item.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import type { MistakeDialogProps } from './mistake-actions.tsx';
import { PersonNameItem } from './person-name-item.tsx';

interface Wish {
  readonly relation: 'self' | 'agent';
  readonly name: string;
  readonly signed: 'slip' | 'document';
  readonly reason: string;
}

/** 撤回: the applicant does not want it any more, and signs for that. */
export function WithdrawDialog({ detail, open, onClose }: MistakeDialogProps) {
  const [form] = Form.useForm<Wish>();
  const withdraw = useAction(
    (wish: Wish) => clerk.mistakes.withdraw({ caseId: detail.id, ...wish }),
    onClose,
  );
  const fill = useAction(
    () => clerk.cases.reveal({ caseId: detail.id }),
    ({ applicant }) => form.setFieldsValue({ name: applicant.name }),
  );
  return (
    <ActDialog<Wish>
      {...{ open, onClose, form }}
      title="撤回申请"
      okText="撤回申请"
      width={640}
      action={withdraw}
      sentence={fill.sentence}
      initialValues={{ relation: 'self', signed: 'slip' }}
    >
      <p className="act-dialog-note">
        申请人自己不办了才能撤回。办件到此结束，编号不再使用，材料退还；打印撤回申请确认，请申请人签名。
      </p>
      <div className="act-dialog-pair">
        <Form.Item name="relation" label="提出人">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'self', label: '申请人本人' },
              { value: 'agent', label: '代办人' },
            ]}
          />
        </Form.Item>
        <Form.Item name="signed" label="签名">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'slip', label: '在确认单上签名' },
              { value: 'document', label: '已交书面申请' },
            ]}
          />
        </Form.Item>
      </div>
      <PersonNameItem
        name="name"
        id="wish-name"
        label="提出人姓名"
        extra="请核对证件，按证件填写。"
        complaint="请填写提出人姓名。"
        fill={fill}
      />
      <ReasonItem label="撤回原因" phrases={['申请人暂不办理。', '材料准备不齐，以后再办。', '重复申请。']} />
    </ActDialog>
  );
}
