import { Popover } from 'antd';
import type { z } from 'zod';
import type { deviceStatusSchema } from '#shared/contracts/views.ts';
import '../sync/sync-status.css';

type DeviceView = z.infer<typeof deviceStatusSchema>;

const names: Readonly<Record<DeviceView['kind'], string>> = { cardReader: '读卡器', ticketPrinter: '打印机' };
const words: Readonly<Record<DeviceView['state'], readonly [words: string, tone: string]>> = {
  ready: ['正常', 'good'],
  busy: ['工作中', 'work'],
  attention: ['请留意', 'warn'],
  fault: ['故障', 'bad'],
  offline: ['未连接', 'off'],
  unknown: ['无应答', 'off'],
};

/** A device in a word; its sentence, with what to do, opens on hover, touch or focus. */
export function DeviceStatus({ device }: { readonly device: DeviceView }) {
  const [state, tone] = words[device.state];
  const name = names[device.kind];
  return (
    <Popover
      content={<p className="device-sentence">{device.message}</p>}
      trigger={['hover', 'focus', 'click']}
    >
      <button type="button" className="status-chip" aria-label={`${name}${state}：${device.message}`}>
        <span className={`status-dot status-dot-${tone}`} />
        <span className="status-words">
          {name}
          {state}
        </span>
      </button>
    </Popover>
  );
}
