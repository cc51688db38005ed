import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { DeviceView } from '#shared/contracts/devices.ts';
import { useKeysResting } from '../../ui/keys/use-keys.ts';
import { queries } from '../desk.ts';

/** What goes over a device's line, as hex, newest first. */
export function TrafficDrawer({
  device,
  onClose,
}: {
  readonly device: DeviceView;
  readonly onClose: () => void;
}) {
  useKeysResting(true);
  const { data = [] } = useQuery({
    ...queries.devices.traffic.queryOptions({ input: { id: device.id } }),
    refetchInterval: 1000,
  });
  return (
    <Drawer open size={860} title={`${device.name}　通信记录`} onClose={onClose} destroyOnHidden>
      <p className="traffic-note">最新的在上面。证件内容和凭条文字已遮盖，相同的往来合并计数。</p>
      {data.length === 0 && <p>还没有往来。请先按“测试”。</p>}
      <ol className="traffic" aria-label="通信记录">
        {data.map(({ at, asked, answered, times }) => (
          <li key={`${at} ${asked} ${answered}`}>
            <span>
              {formatBeijing(at)}
              {times > 1 && `　共${times}次`}
            </span>
            <p>
              <b>发</b>
              <code>{asked}</code>
            </p>
            <p>
              <b>收</b>
              <code>{answered}</code>
            </p>
          </li>
        ))}
      </ol>
    </Drawer>
  );
}
