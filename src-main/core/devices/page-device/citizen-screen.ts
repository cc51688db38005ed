import { type DeviceStatus, otherDeviceStatus } from '#shared/devices/device-status.ts';
import { type Device, listeners } from '../device.ts';

/** How many citizen pages watch this counter now. */
export type CitizenPages = ReturnType<typeof citizenPages>;

export function citizenPages() {
  const onChange = listeners<void>();
  let count = 0;
  const move = (by: 1 | -1): void => {
    count += by;
    onChange.tell();
  };
  return {
    count: () => count,
    onChange: onChange.add,
    /** A page has begun to watch, until the signal says that it has gone. */
    watching(signal: AbortSignal | undefined): void {
      if (signal === undefined || signal.aborted) return;
      move(1);
      signal.addEventListener('abort', () => move(-1), { once: true });
    },
  };
}

/** The citizen's screen: there as long as its page watches this counter. */
export function citizenScreen(pages: CitizenPages): Device {
  const onStatus = listeners<DeviceStatus>();
  let closed = false;
  const status = (): DeviceStatus =>
    otherDeviceStatus('citizenScreen', closed ? 'closed' : pages.count() > 0 ? 'ready' : 'absent');
  const leave = pages.onChange(() => onStatus.tell(status()));
  return {
    status,
    onStatus: onStatus.add,
    traffic: () => [],
    test: async () =>
      pages.count() > 0
        ? { outcome: 'passed', sentence: '群众确认屏的页面已打开，并与本窗口连通。' }
        : { outcome: 'failed', sentence: status().message },
    async close() {
      closed = true;
      leave();
      onStatus.tell(status());
    },
  };
}
