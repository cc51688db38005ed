import { Button, Form, Input, type InputRef } from 'antd';
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { useAction } from '../action/use-action.ts';
import { useDeskIdentity } from './desk-identity.ts';
import { useCapsLock } from './use-caps-lock.ts';

interface Credentials {
  readonly staffNumber: string;
  readonly password: string;
}

/** Lets others fill the form in, and puts the cursor where it goes on. */
export interface PasswordFormHandle {
  fill(entries: Partial<Credentials>): void;
}

/** Staff number and password; with a `staffNumber` only the password is asked for. */
export function PasswordForm({
  staffNumber,
  submitText,
  ref,
}: {
  readonly staffNumber?: string;
  readonly submitText: string;
  readonly ref?: Ref<PasswordFormHandle>;
}) {
  const desk = useDeskIdentity();
  const [form] = Form.useForm<Credentials>();
  const passwordField = useRef<InputRef>(null);
  const submitButton = useRef<HTMLButtonElement>(null);
  const capsLock = useCapsLock();
  const signIn = useAction((entries: Credentials) =>
    desk.signIn(staffNumber === undefined ? entries : { ...entries, staffNumber }),
  );
  useImperativeHandle(ref, () => ({
    fill(entries) {
      form.setFieldsValue(entries);
      signIn.clear();
      if (entries.password === undefined) passwordField.current?.focus();
      else submitButton.current?.focus();
    },
  }));
  useEffect(() => {
    // What was wrong is typed over.
    if (signIn.sentence !== '') passwordField.current?.focus({ cursor: 'all' });
  }, [signIn.sentence]);

  const help =
    signIn.sentence || (capsLock ? '大写锁定（Caps Lock）已打开，请注意密码的大小写。' : undefined);
  return (
    <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={signIn.run}>
      {staffNumber === undefined && (
        <Form.Item
          name="staffNumber"
          label="工号"
          normalize={(text: string) => text.normalize('NFKC').trim().toUpperCase()}
          rules={[{ required: true, message: '请填写工号，例如 G1001。' }]}
        >
          <Input autoFocus autoComplete="off" maxLength={32} onInput={signIn.clear} />
        </Form.Item>
      )}
      <Form.Item
        name="password"
        label="密码"
        rules={[{ required: true, message: '请填写密码。' }]}
        {...(help === undefined
          ? {}
          : { help, validateStatus: signIn.sentence === '' ? 'warning' : 'error' })}
      >
        <Input.Password
          ref={passwordField}
          autoFocus={staffNumber !== undefined}
          autoComplete="off"
          maxLength={200}
          onInput={signIn.clear}
        />
      </Form.Item>
      <Button ref={submitButton} type="primary" htmlType="submit" block loading={signIn.slow}>
        {submitText}
      </Button>
    </Form>
  );
}
