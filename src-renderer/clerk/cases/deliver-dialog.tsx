import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input, Modal, Radio } from 'antd';
import { useEffect, useState } from 'react';
import { type Stroke, writtenSignature } from '#shared/cases/written-signature.ts';
import type { CaseRow } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { SignatureField } from '../../ui/devices/signature-field.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk, queries } from '../desk.ts';
import { PersonNameItem } from './person-name-item.tsx';
import './results.css';

interface Delivery {
  readonly method: 'onSite' | 'left' | 'post';
  readonly recipientName?: string;
  readonly relation: 'self' | 'agent';
  readonly witness?: string;
}

/** Delivery: at the counter by card and signature, signed back by post, or left with a witness. */
export function DeliverDialog({
  row,
  posted = false,
  onClose,
  onDelivered,
}: {
  readonly row: CaseRow | null;
  /** It is on its way by post: what is entered is the receipt that came back. */
  readonly posted?: boolean;
  readonly onClose: () => void;
  readonly onDelivered?: (caseId: string) => void;
}) {
  useKeysResting(row !== null);
  return (
    <Modal
      open={row !== null}
      title={posted ? '登记签收' : '送达'}
      footer={null}
      width={640}
      style={{ top: 24 }}
      onCancel={onClose}
      destroyOnHidden
    >
      {row !== null && (
        <DeliverForm
          row={row}
          posted={posted}
          onClose={onClose}
          onDelivered={() => {
            onClose();
            onDelivered?.(row.id);
          }}
        />
      )}
    </Modal>
  );
}

const whoseCard = { self: '申请人本人', agent: '办件上的代办人', other: '其他人，请核对代领手续' } as const;

function DeliverForm({
  row,
  posted,
  onClose,
  onDelivered,
}: {
  readonly row: CaseRow;
  readonly posted: boolean;
  readonly onClose: () => void;
  readonly onDelivered: () => void;
}) {
  const [form] = Form.useForm<Delivery>();
  const [strokes, setStrokes] = useState<readonly Stroke[]>([]);
  const [method, setMethod] = useState<Delivery['method']>(posted ? 'post' : 'onSite');
  const { data: card = null } = useQuery(queries.handing.card.queryOptions());
  const caseId = row.id;
  // While this stands open a card that is laid is the recipient's, and nobody's in the visit.
  useEffect(() => {
    void clerk.handing.awaitCard({ caseId: posted ? null : caseId });
    return () => void clerk.handing.awaitCard({ caseId: null });
  }, [caseId, posted]);
  const whose = card?.whose ?? null;
  useEffect(() => {
    if (whose === 'self' || whose === 'agent') form.setFieldValue('relation', whose);
    else if (whose === 'other') form.setFieldValue('relation', 'agent');
  }, [whose, form]);
  const deliver = useAction(
    ({ relation, recipientName = '', witness = '' }: Delivery) =>
      clerk.handing.deliver({
        ...{ caseId, method, relation, recipientName: card === null ? recipientName : '', witness },
        signature: method === 'onSite' ? writtenSignature(strokes) : null,
      }),
    onDelivered,
  );
  const fill = useAction(
    () => clerk.cases.reveal({ caseId }),
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
      {!posted && (
        <Form.Item label="送达方式">
          <Radio.Group
            optionType="button"
            value={method}
            onChange={({ target }) => setMethod(target.value)}
            options={[
              { value: 'onSite', label: '窗口直接送达' },
              { value: 'left', label: '拒签，留置送达' },
            ]}
          />
        </Form.Item>
      )}
      <Form.Item name="relation" label={posted ? '签收人' : '领取人'}>
        <Radio.Group
          optionType="button"
          options={[
            { value: 'self', label: '申请人本人' },
            { value: 'agent', label: posted ? '代收人' : '代领人' },
          ]}
        />
      </Form.Item>
      {card === null ? (
        <PersonNameItem
          name="recipientName"
          id="recipient-name"
          label={posted ? '签收人姓名' : '领取人姓名'}
          extra={posted ? '按签收回执填写。' : '请领取人刷身份证；没有带证的，核对其他证件后按证件填写。'}
          complaint="请填写姓名。"
          fill={fill}
        />
      ) : (
        <p className="deliver-card">
          已读身份证：{card.name}　{card.idNumber}（{whoseCard[card.whose]}）
        </p>
      )}
      {method === 'left' && (
        <Form.Item
          name="witness"
          label="见证人和拒收情况"
          rules={[{ required: true, whitespace: true, message: '留置送达要有见证人。' }]}
        >
          <Input maxLength={120} placeholder="见证人姓名、单位，拒收的原因" />
        </Form.Item>
      )}
      {method === 'onSite' && (
        <Form.Item
          className="deliver-sign"
          label="领取人签名"
          extra="没有签名板的，请在打印的送达回证上签名。"
        >
          <SignatureField prompt="请领取人在框内签名。" onChange={setStrokes} />
        </Form.Item>
      )}
      <Refusal>{deliver.sentence || fill.sentence}</Refusal>
      <div className="deliver-actions">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" loading={deliver.slow}>
          确认送达
        </Button>
      </div>
    </Form>
  );
}
