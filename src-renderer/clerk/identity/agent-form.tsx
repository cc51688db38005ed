import { AutoComplete, Button, Form, Input, Radio } from 'antd';
import { useEffect, useRef } from 'react';
import type { AgentUnmasked } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk } from '../desk.ts';
import { useKeptForm } from '../visits/use-kept-form.ts';
import { idNumberComplaint, tidyNumber } from './id-number-complaint.ts';

const blank: AgentUnmasked = { name: '', idNumber: '', phone: '', relation: '', authorisation: 'signed' };
const relations = ['子女', '配偶', '父母', '兄弟姐妹', '社区代办员', '村级代办员', '单位经办人', '受托人'];

/** Whoever files for the applicant, typed; identity, relation and authorisation, and never a fee. */
export function AgentForm({
  known,
  onSaved,
  onCancel,
}: {
  readonly known: boolean;
  readonly onSaved: () => void;
  readonly onCancel: () => void;
}) {
  const [form] = Form.useForm<AgentUnmasked>();
  const kept = useKeptForm('agent', form);
  // The reader has vouched for the card's number.
  const cardNumber = useRef<string | null>(null);
  const save = useAction((agent: AgentUnmasked) => {
    kept.saved();
    return clerk.draft.setAgent({ agent });
  }, onSaved);
  const fetchKnown = useAction(
    () => clerk.draft.revealAgent(),
    ({ agent }) => {
      cardNumber.current = agent.idNumber;
      form.setFieldsValue(agent);
      form.focusField(agent.idNumber === '' ? 'idNumber' : 'relation');
    },
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is known that nothing was left half typed
  useEffect(() => {
    if (known && kept.wasKept === false) fetchKnown.run();
  }, [known, kept.wasKept]);
  const cancel = (): void => {
    kept.givenUp();
    onCancel();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc leaves the form, wherever in it the focus is
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        cancel();
      }}
    >
      <Form
        form={form}
        className="agent-form"
        layout="vertical"
        requiredMark={false}
        initialValues={blank}
        onValuesChange={kept.typed}
        onBlur={kept.flush}
        onFinish={(entries) => save.run({ ...blank, ...entries, idNumber: tidyNumber(entries.idNumber) })}
        aria-label="填写代办人"
      >
        <Form.Item
          name="name"
          label="代办人姓名"
          rules={[{ required: true, whitespace: true, message: '请填写代办人姓名，或放上代办人的证件。' }]}
        >
          <Input autoFocus autoComplete="off" maxLength={120} />
        </Form.Item>
        <Form.Item
          name="idNumber"
          label="代办人身份证号码"
          validateTrigger="onBlur"
          rules={[
            {
              validator: (_, typed: unknown) => {
                const number = String(typed ?? '');
                const complaint = number === cardNumber.current ? '' : idNumberComplaint('person', number);
                return complaint === '' ? Promise.resolve() : Promise.reject(new Error(complaint));
              },
            },
          ]}
        >
          <Input autoComplete="off" maxLength={32} />
        </Form.Item>
        <Form.Item
          name="relation"
          label="与申请人的关系"
          rules={[{ required: true, whitespace: true, message: '请选择或填写关系。' }]}
        >
          <AutoComplete
            // What was typed stays; a phrase is taken only where the arrow keys went to it.
            defaultActiveFirstOption={false}
            options={relations.map((value) => ({ value }))}
            maxLength={60}
          />
        </Form.Item>
        <Form.Item name="phone" label="代办人电话">
          <Input autoComplete="off" inputMode="tel" maxLength={32} />
        </Form.Item>
        <Form.Item name="authorisation" label="委托方式">
          <Radio.Group
            optionType="button"
            options={[
              { value: 'signed', label: '当场签署' },
              { value: 'document', label: '带来委托书' },
            ]}
          />
        </Form.Item>
        <div className="agent-form-actions">
          <Button type="primary" htmlType="submit" loading={save.busy || fetchKnown.busy}>
            保存代办人
          </Button>
          <Button onClick={cancel}>取消</Button>
        </div>
      </Form>
      <Refusal>{save.sentence || fetchKnown.sentence}</Refusal>
    </div>
  );
}
