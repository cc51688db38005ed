import { Button, Form, Input } from 'antd';
import { useRef } from 'react';
import type { Desk } from '#shared/contracts/clerk.ts';
import { Refusal } from '../action/refusal.tsx';
import type { Action } from '../action/use-action.ts';
import { Mark } from '../theme/mark.tsx';
import './sign-in-page.css';

interface Credentials {
  readonly staffNumber: string;
  readonly password: string;
}

/** Sign-in with staff number and password; in a demo hall the staff are listed to choose from. */
export function SignInPage({
  place,
  purpose,
  demoStaff,
  signIn,
}: {
  readonly place: string;
  readonly purpose: string;
  readonly demoStaff: Desk['demoStaff'];
  readonly signIn: Action<[Credentials]>;
}) {
  const [form] = Form.useForm<Credentials>();
  const submitButton = useRef<HTMLButtonElement>(null);
  return (
    <main className="sign-in">
      <section className="sign-in-brand">
        <div className="sign-in-mark">
          <Mark size={52} />
          <span>一窗</span>
        </div>
        <p className="sign-in-place">{place}</p>
        <p>{purpose}</p>
      </section>
      <section className="sign-in-panel">
        <h1>登录</h1>
        <Form form={form} layout="vertical" size="large" requiredMark={false} onFinish={signIn.run}>
          <Form.Item
            name="staffNumber"
            label="工号"
            normalize={(text: string) => text.normalize('NFKC').trim().toUpperCase()}
            rules={[{ required: true, message: '请填写工号，例如 G1001。' }]}
          >
            <Input autoFocus autoComplete="off" maxLength={32} onInput={signIn.clear} />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码。' }]}>
            <Input.Password autoComplete="off" maxLength={200} onInput={signIn.clear} />
          </Form.Item>
          <Refusal>{signIn.sentence}</Refusal>
          <Button ref={submitButton} type="primary" htmlType="submit" block loading={signIn.busy}>
            登录
          </Button>
        </Form>
        {demoStaff.length > 0 && (
          <div className="sign-in-demo">
            <h2>演示人员（点选后按“登录”）</h2>
            <ul>
              {demoStaff.map(({ staffNumber, name, roleName, password }) => (
                <li key={staffNumber}>
                  <button
                    type="button"
                    onClick={() => {
                      form.setFieldsValue({ staffNumber, password });
                      submitButton.current?.focus();
                    }}
                  >
                    <strong>{name}</strong>
                    <span>{roleName}</span>
                    <span>{staffNumber}</span>
                  </button>
                </li>
              ))}
            </ul>
          </div>
        )}
      </section>
    </main>
  );
}
