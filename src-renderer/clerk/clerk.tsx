import { Button } from 'antd';
import { useState } from 'react';
import { Warnings } from '../ui/action/warnings.tsx';
import { DeskDoor } from '../ui/identity/desk-door.tsx';
import { KeyHint } from '../ui/keys/key-hint.tsx';
import { useKeys } from '../ui/keys/use-keys.ts';
import { LinkBar } from '../ui/link/link-bar.tsx';
import { EmptyHint } from '../ui/theme/empty-hint.tsx';
import { TrayDock } from '../ui/tray/tray-dock.tsx';
import { clerk, link, useDesk } from './desk.ts';
import { DevicesPage } from './devices/devices-page.tsx';
import { keyMap } from './shell/key-map.ts';
import { Workplace } from './shell/workplace.tsx';

/** The clerk's page: opening, sign-in, then the workplace. */
export function Clerk() {
  const desk = useDesk((state) => state.desk);
  const [atDevices, setAtDevices] = useState(false);
  const away = desk !== null && desk.person === null;
  useKeys({
    [keyMap.devicesPage]: away ? () => setAtDevices(!atDevices) : undefined,
    Escape: away && atDevices ? () => setAtDevices(false) : undefined,
  });
  if (desk !== null && desk.person !== null && atDevices) setAtDevices(false);
  return (
    <TrayDock place="counter">
      <LinkBar link={link} />
      {desk !== null && <Warnings sentences={desk.warnings} />}
      {desk === null ? (
        <EmptyHint title="正在打开综合窗口…">
          <p>如果一直停在这里，请联系管理员检查本机服务。</p>
        </EmptyHint>
      ) : away && atDevices ? (
        <DevicesPage mayChange={false} onBack={() => setAtDevices(false)} />
      ) : (
        <DeskDoor desk={clerk} presence={desk} place={desk.organisationName} purpose={desk.counterName}>
          {(person) => <Workplace desk={desk} person={person} />}
        </DeskDoor>
      )}
      {away && !atDevices && (
        <span className="devices-door">
          <Button onClick={() => setAtDevices(true)}>
            设备检查
            <KeyHint>{keyMap.devicesPage}</KeyHint>
          </Button>
        </span>
      )}
    </TrayDock>
  );
}
