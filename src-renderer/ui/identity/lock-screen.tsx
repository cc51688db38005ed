import { Button } from 'antd';
import { useState } from 'react';
import { Mark } from '../theme/mark.tsx';
import type { Presence } from './desk-identity.ts';
import { PasswordForm } from './password-form.tsx';
import { PinEntry } from './pin-entry.tsx';
import './lock-screen.css';

/** A locked desk: whose it is and how they come back, and nothing else. Somebody else may sign in over it. */
export function LockScreen({
  place,
  lock,
  onOther,
}: {
  readonly place: string;
  readonly lock: NonNullable<Presence['presence']['lock']>;
  readonly onOther: () => void;
}) {
  const [byPassword, setByPassword] = useState(false);
  const withPin = lock.hasPin && !byPassword;
  return (
    <main className="lock-screen">
      <header>
        <Mark size={30} />
        <span>{place}</span>
      </header>
      <section className="lock-card">
        <p className="lock-state">屏幕已锁定，正在办理的内容都在</p>
        <h1>{lock.personName}</h1>
        <p>{lock.staffNumber}</p>
        {withPin ? (
          <PinEntry staffNumber={lock.staffNumber} name="您" />
        ) : (
          <PasswordForm staffNumber={lock.staffNumber} submitText="解锁" />
        )}
        <div className="lock-ways">
          {lock.hasPin && (
            <Button type="link" size="small" onClick={() => setByPassword(!byPassword)}>
              {withPin ? '用登录密码解锁' : '用快捷密码解锁'}
            </Button>
          )}
          <Button type="link" size="small" onClick={onOther}>
            换人登录
          </Button>
        </div>
      </section>
    </main>
  );
}
