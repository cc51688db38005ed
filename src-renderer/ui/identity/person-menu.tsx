import { Button, Dropdown } from 'antd';
import { useState } from 'react';
import { Refusal } from '../action/refusal.tsx';
import { saveAsFile } from '../action/save-as-file.ts';
import { useAction } from '../action/use-action.ts';
import { KeyHint } from '../keys/key-hint.tsx';
import { lockKey } from './desk-door.tsx';
import { type Presence, useDeskIdentity } from './desk-identity.ts';
import { PinDialog } from './pin-dialog.tsx';
import './person-menu.css';

/** The signed-in person, and what they can do about being it: lock, change, PIN, pass, sign out. */
export function PersonMenu({
  person,
  hasPin,
}: {
  readonly person: NonNullable<Presence['person']>;
  readonly hasPin: boolean;
}) {
  const desk = useDeskIdentity();
  const [settingPin, setSettingPin] = useState(false);
  const lock = useAction(() => desk.identity.lock());
  const signOut = useAction(() => desk.signOut());
  const exportPass = useAction(() => desk.identity.exportPass(), saveAsFile);
  return (
    <>
      <Dropdown
        trigger={['click']}
        autoFocus
        menu={{
          items: [
            {
              key: 'lock',
              label: (
                <span className="person-menu-line">
                  锁屏或换人 <KeyHint>{lockKey}</KeyHint>
                </span>
              ),
              onClick: () => lock.run(),
            },
            {
              key: 'pin',
              label: hasPin ? '更换快捷密码' : '设置快捷密码',
              onClick: () => setSettingPin(true),
            },
            { key: 'pass', label: '导出离线通行证', onClick: () => exportPass.run() },
            { type: 'divider' },
            { key: 'signOut', label: '退出登录', onClick: () => signOut.run() },
          ],
        }}
      >
        <button
          type="button"
          className="person-menu"
          aria-label={`${person.name}，${person.roleName}，打开个人菜单`}
        >
          <strong>{person.name}</strong>
          <span>
            {person.staffNumber} {person.roleName}
          </span>
        </button>
      </Dropdown>
      <Button size="small" loading={lock.slow} title={`锁屏（${lockKey}）`} onClick={() => lock.run()}>
        锁屏
      </Button>
      <Refusal>{lock.sentence || signOut.sentence || exportPass.sentence}</Refusal>
      <PinDialog open={settingPin} hasPin={hasPin} onClose={() => setSettingPin(false)} />
    </>
  );
}
