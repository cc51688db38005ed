import { Button } from 'antd';
import { useRef, useState } from 'react';
import { Mark } from '../theme/mark.tsx';
import type { Presence } from './desk-identity.ts';
import { ImportPass } from './import-pass.tsx';
import { PasswordForm, type PasswordFormHandle } from './password-form.tsx';
import { PinEntry } from './pin-entry.tsx';
import './sign-in-page.css';

/**
 * Signing in: by staff number and password, or with a PIN for whoever has set one here. Over a locked desk it is the
 * change to a colleague; what has been entered stays. In a demo hall the staff are listed to choose from.
 */
export function SignInPage({
  place,
  purpose,
  presence: { presence, demoStaff },
  onBack,
}: {
  readonly place: string;
  readonly purpose: string;
  readonly presence: Presence;
  /** The way back to the locked desk, where there is one. */
  readonly onBack?: () => void;
}) {
  const form = useRef<PasswordFormHandle>(null);
  const [byPin, setByPin] = useState<Presence['presence']['pinHolders'][number] | null>(null);
  const quick = presence.pinHolders.filter(({ staffNumber }) => staffNumber !== presence.lock?.staffNumber);
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
        <h1>{onBack === undefined ? '登录' : '换人登录'}</h1>
        {onBack !== undefined && <p className="sign-in-note">正在办理的内容会原样保留，由您接着办。</p>}
        {byPin !== null ? (
          <>
            <PinEntry key={byPin.staffNumber} {...byPin} />
            <Button type="link" size="small" onClick={() => setByPin(null)}>
              用工号和密码登录
            </Button>
          </>
        ) : (
          <>
            {quick.length > 0 && (
              <ul className="sign-in-quick" aria-label="用快捷密码登录">
                {quick.map((each) => (
                  <li key={each.staffNumber}>
                    <button type="button" onClick={() => setByPin(each)}>
                      <strong>{each.name}</strong>
                      <span>{each.staffNumber}　快捷密码</span>
                    </button>
                  </li>
                ))}
              </ul>
            )}
            <PasswordForm ref={form} submitText="登录" />
            <ImportPass onTaken={(staffNumber) => form.current?.fill({ staffNumber })} />
          </>
        )}
        {onBack !== undefined && (
          <Button block onClick={onBack}>
            返回解锁（{presence.lock?.personName}）
          </Button>
        )}
        {demoStaff.length > 0 && byPin === null && (
          <div className="sign-in-demo">
            <h2>演示人员（点选后按“登录”）</h2>
            <ul>
              {demoStaff.map(({ staffNumber, name, roleName, password }) => (
                <li key={staffNumber}>
                  <button type="button" onClick={() => form.current?.fill({ staffNumber, password })}>
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
