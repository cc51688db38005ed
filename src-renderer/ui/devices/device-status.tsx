import { Popover } from 'antd';
import type { z } from 'zod';
import type { deviceStatusSchema } from '#shared/contracts/views.ts';
import { type DeviceKind, deviceKindNames } from '#shared/devices/device-profile.ts';
import { needsSomebody } from '#shared/devices/device-status.ts';
import '../sync/sync-status.css';

type DeviceView = z.infer<typeof deviceStatusSchema>;

/** Short names for where room is short. */
const shortNames: Partial<Record<DeviceKind, string>> = { cardReader: '读卡器', ticketPrinter: '打印机' };
const stateWords: Readonly<Record<DeviceView['state'], readonly [words: string, tone: string]>> = {
  ready: ['正常', 'good'],
  busy: ['工作中', 'work'],
  attention: ['请留意', 'warn'],
  fault: ['故障', 'bad'],
  offline: ['未连接', 'off'],
  unknown: ['无应答', 'off'],
};

/** How a device is, in a word and a tone: one that never says how it is has not failed to answer. */
export const stateOf = (
  device: Pick<DeviceView, 'state' | 'code'>,
): readonly [words: string, tone: string] =>
  device.state === 'unknown' && !needsSomebody(device) ? ['不回报', 'off'] : stateWords[device.state];

/** A device in a word; its sentence, with what to do, opens on hover, touch or focus. */
export function DeviceStatus({ device }: { readonly device: DeviceView }) {
  const [state, tone] = stateOf(device);
  const name = shortNames[device.kind] ?? deviceKindNames[device.kind];
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
