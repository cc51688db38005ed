import {
  type DeviceStatus,
  hasCode,
  type OtherDeviceKind,
  otherDeviceStatus,
} from '#shared/devices/device-status.ts';
import { type Device, listeners } from '../device.ts';

/** A device that a page of the program drives, since only a page can: a camera, a pad to sign on, a voice. */
export interface PageDevice extends Device {
  /** A page tells how the device is; a code that the kind does not have is passed over. */
  report(code: string): void;
}

/** A page says again and again how its device is; so long after its last word nobody knows. */
const trustedMs = 60_000;

export function pageDevice(
  kind: Exclude<OtherDeviceKind, 'documentPrinter' | 'ledBoard' | 'codeScanner' | 'citizenScreen'>,
): PageDevice {
  const onStatus = listeners<DeviceStatus>();
  let status = otherDeviceStatus(kind, 'starting');
  let timer: NodeJS.Timeout | undefined;

  function publish(code: string): void {
    if (code === status.code) return;
    status = otherDeviceStatus(kind, code);
    onStatus.tell(status);
  }

  return {
    status: () => status,
    onStatus: onStatus.add,
    traffic: () => [],
    report(code) {
      if (!hasCode(kind, code) || code === 'closed') return;
      clearTimeout(timer);
      timer = setTimeout(() => publish('starting'), trustedMs).unref();
      publish(code);
    },
    // What a camera sees or a voice says only a person can judge, at the page.
    test: async () => ({ outcome: 'unknown', sentence: status.message }),
    async close() {
      clearTimeout(timer);
      publish('closed');
    },
  };
}
