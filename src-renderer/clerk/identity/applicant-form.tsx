import { Button, Form, Input, Radio } from 'antd';
import { useEffect, useRef } from 'react';
import type { ApplicantUnmasked } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import { useKeptForm } from '../visits/use-kept-form.ts';
import { idNumberComplaint, tidyNumber } from './id-number-complaint.ts';
import './applicant-form.css';

const blank: ApplicantUnmasked = {
  ...{ kind: 'person', name: '', idNumber: '' },
  ...{ contactName: '', phone: '', address: '' },
};

/** The applicant, typed; what is known already is fetched in full, which is recorded. */
export function ApplicantForm({
  known,
  fromCard,
  onSaved,
  onCancel,
}: {
  readonly known: boolean;
  readonly fromCard: boolean;
  readonly onSaved: () => void;
  readonly onCancel?: () => void;
}) {
  const [form] = Form.useForm<ApplicantUnmasked>();
  const kind = Form.useWatch('kind', form) ?? 'person';
  // The reader has vouched for the card's number, which need not follow the citizens' rule.
  const cardNumber = useRef<string | null>(null);
  const kept = useKeptForm('applicant', form);
  const save = useAction((entries: ApplicantUnmasked) => {
    kept.saved();
    return clerk.draft.setApplicant(entries);
  }, onSaved);
  const fetchKnown = useAction(
    () => clerk.draft.reveal(),
    ({ applicant }) => {
      if (fromCard) cardNumber.current = applicant.idNumber;
      form.setFieldsValue(applicant);
      form.focusField('phone');
    },
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the form opens over a known applicant
  useEffect(() => {
    if (known && kept.wasKept === false) fetchKnown.run();
  }, [known, kept.wasKept]);
  const cancel = (): void => {
    kept.givenUp();
    onCancel?.();
  };

  const idLabel = kind === 'person' ? '身份证号码' : '统一社会信用代码';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves the form, wherever in it the focus is
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || onCancel === undefined) return;
        event.stopPropagation();
        cancel();
      }}
    >
      <Form
        form={form}
        className="applicant-form"
        layout="vertical"
        requiredMark={false}
        initialValues={blank}
        onValuesChange={kept.typed}
        onBlur={kept.flush}
        onFinish={(entries) => save.run({ ...blank, ...entries, idNumber: tidyNumber(entries.idNumber) })}
        aria-label="填写申请人"
      >
        <Form.Item name="kind" label="类型">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'person', label: '个人' },
              { value: 'enterprise', label: '企业' },
            ]}
          />
        </Form.Item>
        <Form.Item
          name="name"
          label={kind === 'person' ? '姓名' : '企业名称'}
          rules={[{ required: true, whitespace: true, message: '请填写名称。' }]}
        >
          <Input autoFocus autoComplete="off" maxLength={120} />
        </Form.Item>
        <Form.Item
          name="idNumber"
          label={idLabel}
          dependencies={['kind']}
          validateTrigger="onBlur"
          rules={[
            {
              validator: (_, typed: unknown) => {
                const complaint =
                  typed === cardNumber.current ? '' : idNumberComplaint(kind, String(typed ?? ''));
                return complaint === '' ? Promise.resolve() : Promise.reject(new Error(complaint));
              },
            },
          ]}
        >
          <Input autoComplete="off" maxLength={32} />
        </Form.Item>
        <Form.Item name="contactName" label="联系人（非本人时填）">
          <Input autoComplete="off" maxLength={120} />
        </Form.Item>
        <Form.Item name="phone" label="联系电话">
          <Input autoComplete="off" inputMode="tel" maxLength={32} />
        </Form.Item>
        <Form.Item
          name="address"
          label={kind === 'person' ? '住址' : '地址'}
          className="applicant-form-address"
        >
          <Input autoComplete="off" maxLength={200} />
        </Form.Item>
        <div className="applicant-form-actions">
          <Button type="primary" htmlType="submit" loading={save.busy || fetchKnown.busy}>
            保存申请人
          </Button>
          {onCancel !== undefined && <Button onClick={cancel}>取消</Button>}
        </div>
      </Form>
      <Refusal>{save.sentence || fetchKnown.sentence}</Refusal>
    </div>
  );
}
