import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Button, Form, Input, Modal, Radio } from 'antd';
import { useEffect, useRef } from 'react';
import { nonAcceptancePhrases } from '#shared/cases/phrases.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { clerk, queries } from '../desk.ts';
import './outcome-dialog.css';
import { useKeptForm } from './use-kept-form.ts';

type Ground = keyof typeof nonAcceptancePhrases;
const grounds = Object.keys(nonAcceptancePhrases) as Ground[];

interface Fields {
  readonly ground: Ground;
  readonly reason: string;
  readonly basis: string;
  readonly authority: string;
}

interface Props {
  /** The case that is not accepted; null for what is being entered. */
  readonly caseId: string | null;
  readonly onClose: () => void;
}

/** 不予受理: its ground, reason and basis, and the right authority; always in writing. */
export function RefuseDialog({ open, ...props }: Props & { readonly open: boolean }) {
  useKeysResting(open);
  return (
    <Modal open={open} title="不予受理" width={680} footer={null} onCancel={props.onClose} destroyOnHidden>
      {open && <RefuseForm {...props} />}
    </Modal>
  );
}

function RefuseForm({ caseId, onClose }: Props) {
  const [form] = Form.useForm<Fields>();
  const kept = useKeptForm(caseId === null ? 'refusal' : null, form);
  const { data: authorities = [] } = useQuery(queries.cases.authorities.queryOptions());
  const ground = Form.useWatch('ground', form) ?? 'notOurPower';
  const refuse = useAction(({ authority, ...fields }: Fields) => {
    kept.saved();
    return clerk.cases.refuse({ caseId, ...fields, authority: ground === 'notOurPower' ? authority : null });
  }, onClose);
  // The first press of an arrow key is on the ground.
  const dialog = useRef<HTMLDivElement>(null);
  useEffect(() => dialog.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);
  const cancel = (): void => {
    kept.givenUp();
    onClose();
  };
  /** The usual words of a ground, where nothing else was written yet. */
  const phrase = (to: Ground): void => {
    const before = form.getFieldsValue(true);
    const usual = grounds.map((each) => nonAcceptancePhrases[each]);
    for (const field of ['reason', 'basis'] as const)
      if (before[field] === '' || usual.some((each) => each[field] === before[field]))
        form.setFieldValue(field, nonAcceptancePhrases[to][field]);
    kept.typed();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Ctrl+Enter refuses, wherever in it the focus is
    <div
      ref={dialog}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.ctrlKey) form.submit();
      }}
    >
      <Form
        form={form}
        className="outcome-form"
        layout="vertical"
        requiredMark={false}
        initialValues={{ ground: 'notOurPower', ...nonAcceptancePhrases.notOurPower, authority: '' }}
        onValuesChange={(changed: Partial<Fields>) =>
          changed.ground === undefined ? kept.typed() : phrase(changed.ground)
        }
        onBlur={kept.flush}
        onFinish={(fields) => refuse.run(fields)}
        aria-label="不予受理"
      >
        <Form.Item name="ground" label="情形">
          <Radio.Group
            options={grounds.map((value) => ({ value, label: nonAcceptancePhrases[value].name }))}
          />
        </Form.Item>
        {ground === 'notOurPower' && (
          <Form.Item
            name="authority"
            label="有权机关（告诉申请人应向哪里申请）"
            rules={[{ required: true, whitespace: true, message: '请选择或填写有权机关。' }]}
          >
            <AutoComplete
              defaultActiveFirstOption={false}
              options={authorities.map((value) => ({ value }))}
              showSearch={{ filterOption: (typed, option) => String(option?.value ?? '').includes(typed) }}
              maxLength={120}
            />
          </Form.Item>
        )}
        <Form.Item
          name="reason"
          label="理由"
          rules={[{ required: true, whitespace: true, message: '请写明不予受理的理由。' }]}
        >
          <Input autoComplete="off" maxLength={500} />
        </Form.Item>
        <Form.Item
          name="basis"
          label="依据"
          rules={[{ required: true, whitespace: true, message: '请写明法律依据，到条款。' }]}
        >
          <Input autoComplete="off" maxLength={300} />
        </Form.Item>
        <p className="outcome-note">
          “已约满”“号已排满”不是不予受理的理由。不予受理后打印通知书，材料退还申请人。
        </p>
        <Refusal>{refuse.sentence}</Refusal>
        <div className="outcome-actions">
          <Button onClick={cancel}>取消</Button>
          <Button type="primary" danger loading={refuse.slow} onClick={() => form.submit()}>
            不予受理并打印
            <KeyHint>Ctrl+回车</KeyHint>
          </Button>
        </div>
      </Form>
    </div>
  );
}
