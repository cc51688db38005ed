import { Button, Form, Input, Modal, Radio } from 'antd';
import type { CaseRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk } from '../desk.ts';

interface Delivery {
  readonly recipientName: string;
  readonly relation: 'self' | 'agent';
}

/** Delivery on the spot: who takes the result away. */
export function DeliverDialog({
  row,
  onClose,
}: {
  readonly row: CaseRow | null;
  readonly onClose: () => void;
}) {
  useKeysResting(row !== null);
  return (
    <Modal open={row !== null} title="送达" footer={null} onCancel={onClose} destroyOnHidden>
      {row !== null && <DeliverForm row={row} onClose={onClose} />}
    </Modal>
  );
}

function DeliverForm({ row, onClose }: { readonly row: CaseRow; readonly onClose: () => void }) {
  const [form] = Form.useForm<Delivery>();
  const deliver = useAction(
    (delivery: Delivery) => clerk.cases.deliver({ caseId: row.id, ...delivery }),
    onClose,
  );
  const fill = useAction(
    () => clerk.cases.reveal({ caseId: row.id }),
    ({ applicant }) => form.setFieldsValue({ recipientName: applicant.name }),
  );
  return (
    <Form
      form={form}
      layout="vertical"
      requiredMark={false}
      initialValues={{ relation: 'self' }}
      onFinish={deliver.run}
    >
      <p>
        {row.matterName}　申请人 {row.applicantName}
      </p>
      <Form.Item name="relation" label="领取人">
        <Radio.Group
          optionType="button"
          options={[
            { value: 'self', label: '申请人本人' },
            { value: 'agent', label: '代领人' },
          ]}
        />
      </Form.Item>
      <Form.Item label="领取人姓名" htmlFor="recipient-name" extra="请核对领取人的身份证件，按证件填写。">
        <div className="deliver-name">
          <Form.Item
            name="recipientName"
            noStyle
            rules={[{ required: true, whitespace: true, message: '请填写领取人姓名。' }]}
          >
            <Input id="recipient-name" autoFocus autoComplete="off" maxLength={120} />
          </Form.Item>
          <Button loading={fill.busy} onClick={() => fill.run()} title="查看完整姓名会被记录">
            填入申请人姓名
          </Button>
        </div>
      </Form.Item>
      <Refusal>{deliver.sentence || fill.sentence}</Refusal>
      <div className="deliver-actions">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" loading={deliver.busy}>
          确认送达
        </Button>
      </div>
    </Form>
  );
}
