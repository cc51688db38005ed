import { Button, Form, type FormInstance, Modal } from 'antd';
import { type ReactNode, useEffect, useRef } from 'react';
import { useKeysResting } from '../keys/use-keys.ts';
import { Refusal } from './refusal.tsx';
import type { Action } from './use-action.ts';
import './act-dialog.css';

/** An act that wants to be thought about: what follows from it, its fields, and the refusal beside them. */
export function ActDialog<Values extends object>({
  open,
  onClose,
  title,
  width = 560,
  ...form
}: {
  readonly open: boolean;
  readonly title: string;
  readonly width?: number;
} & FormProps<Values>) {
  useKeysResting(open);
  return (
    <Modal {...{ open, title, width }} footer={null} onCancel={onClose} destroyOnHidden>
      <ActForm {...form} onClose={onClose} />
    </Modal>
  );
}

interface FormProps<Values> {
  readonly action: Action<[Values]>;
  readonly okText: string;
  /** What leaves the dialog: `取消`, until something has been done that leaving does not undo. */
  readonly leaveText?: string;
  readonly danger?: boolean;
  readonly okDisabled?: boolean;
  readonly initialValues: Partial<Values>;
  readonly onClose: () => void;
  /** A refusal from elsewhere in the dialog. */
  readonly sentence?: string;
  readonly form?: FormInstance<Values>;
  readonly children: ReactNode;
}

function ActForm<Values extends object>({
  action,
  okText,
  leaveText = '取消',
  danger = false,
  okDisabled = false,
  initialValues,
  onClose,
  sentence = '',
  form,
  children,
}: FormProps<Values>) {
  const fields = useRef<HTMLDivElement>(null);
  // Typing begins in the first field, where none asks for it, and not on the cross that closes.
  useEffect(() => {
    const box = fields.current;
    if (box?.contains(document.activeElement)) return;
    box?.querySelector<HTMLElement>('input:not(:disabled), textarea:not(:disabled)')?.focus();
  }, []);
  return (
    <Form<Values>
      {...(form === undefined ? {} : { form })}
      className="act-dialog"
      layout="vertical"
      requiredMark={false}
      initialValues={initialValues}
      onFinish={action.run}
      onValuesChange={action.clear}
    >
      <div ref={fields}>{children}</div>
      <Refusal>{action.sentence || sentence}</Refusal>
      <div className="act-dialog-actions">
        <Button onClick={onClose}>{leaveText}</Button>
        <Button type="primary" danger={danger} htmlType="submit" loading={action.slow} disabled={okDisabled}>
          {okText}
        </Button>
      </div>
    </Form>
  );
}
