import { ConfigProvider } from 'antd';
import type { TrayPlace } from '#shared/contracts/tray.ts';
import { chinese } from '../theme/chinese.ts';
import { deskTheme } from '../theme/desk-theme.ts';
import { DistrictSwitch } from './district-switch.tsx';
import { Printer } from './printer.tsx';
import { Reader } from './reader.tsx';
import { useTray } from './tray-link.ts';
import './tray-panel.css';

/** The small machines of one place. */
export default function TrayPanel({ place }: { readonly place: TrayPlace }) {
  const tray = useTray((state) => state.tray);
  const here = tray?.places.find((each) => each.place === place);
  if (tray === null || here === undefined) return <p className="tray-none">这个位置没有演示设备。</p>;
  return (
    // A kiosk's page has no antd of its own.
    <ConfigProvider locale={chinese} theme={deskTheme} wave={{ disabled: true }}>
      <div className="tray-machines">
        <DistrictSwitch district={tray.district} />
        <Reader place={place} cards={tray.cards} laidCardId={here.laidCardId} />
        <Printer place={place} fault={here.printerFault} papers={here.papers} />
      </div>
    </ConfigProvider>
  );
}
