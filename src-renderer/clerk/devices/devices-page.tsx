import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import type { DeviceView } from '#shared/contracts/devices.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { clerk, queries } from '../desk.ts';
import { DeviceCard } from './device-card.tsx';
import { DeviceDialog, type DeviceDraft } from './device-dialog.tsx';
import { PrintJobs } from './print-jobs.tsx';
import { TrafficDrawer } from './traffic-drawer.tsx';
import './devices.css';

/**
 * What is connected, how it is, and what to do where it is not well. Before anybody has signed in it can be looked at
 * and tested: whoever mends a printer has no account at this desk. `mayChange` opens the rest.
 */
export function DevicesPage({
  mayChange,
  onBack,
}: {
  readonly mayChange: boolean;
  /** The way back to signing in, where nobody has. */
  readonly onBack?: () => void;
}) {
  const { data, error } = useQuery(queries.devices.list.queryOptions());
  const [editing, setEditing] = useState<DeviceDraft | null>(null);
  const [listening, setListening] = useState<DeviceView | null>(null);
  const [saved, setSaved] = useState('');
  const exporting = useAction(
    () => clerk.devices.exportReport(),
    ({ file }) => setSaved(`已存到 ${file}，可以拷贝给技术支持；其中没有群众的个人信息。`),
  );
  const restore = useAction((id: string) => clerk.devices.restore({ id }));
  const devices = data?.devices ?? [];
  return (
    <section className="desk-page devices-page" aria-label="设备">
      <header className="desk-page-head">
        <div>
          <h1>设备</h1>
          <p>
            {mayChange
              ? '本机连接的设备。修改后马上生效，不用重新启动。'
              : '本机连接的设备。可以查看和测试；修改设备请先登录。'}
          </p>
        </div>
        <div className="desk-page-tools">
          <Button loading={exporting.slow} onClick={() => exporting.run()}>
            导出给技术支持
          </Button>
          {mayChange && (
            <Button type="primary" onClick={() => setEditing('new')}>
              添加设备
            </Button>
          )}
          {onBack !== undefined && (
            <Button type="primary" autoFocus onClick={onBack}>
              返回登录
            </Button>
          )}
        </div>
      </header>
      {saved !== '' && (
        <p className="devices-saved" role="status">
          {saved}
        </p>
      )}
      <Refusal>{exporting.sentence || restore.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      <div className="devices-body">
        {data !== undefined && devices.length === 0 && (
          <EmptyHint title="还没有设备">
            <p>
              {mayChange ? '按“添加设备”，或写在配置文件里。' : '设备写在配置文件里，或登录后在这里添加。'}
            </p>
          </EmptyHint>
        )}
        <ul className="devices-cards">
          {devices.map((device) => (
            <li key={device.id}>
              <DeviceCard
                device={device}
                mayChange={mayChange}
                onEdit={setEditing}
                onTraffic={() => setListening(device)}
              />
            </li>
          ))}
        </ul>
        {mayChange && (data?.removed.length ?? 0) > 0 && (
          <p className="devices-removed">
            配置文件里有、在这里停用的：
            {data?.removed.map(({ id, name }) => (
              <Button key={id} size="small" onClick={() => restore.run(id)}>
                恢复“{name}”
              </Button>
            ))}
          </p>
        )}
        {mayChange && <PrintJobs />}
      </div>
      {editing !== null && <DeviceDialog draft={editing} onClose={() => setEditing(null)} />}
      {listening !== null && <TrafficDrawer device={listening} onClose={() => setListening(null)} />}
    </section>
  );
}
