import { type DeviceProfile, deviceProfilesSchema } from '#shared/devices/device-profile.ts';

/** What a demo's machine has for real: its second screen, its loudspeaker, and a keyboard that can type as a scanner does. */
export const demoDevices: readonly DeviceProfile[] = deviceProfilesSchema.parse([
  { id: 'citizen-screen', name: '群众确认屏', place: 'counter', kind: 'citizenScreen', address: 'page' },
  { id: 'speaker', name: '叫号音箱', place: 'counter', kind: 'speaker', address: 'page' },
  { id: 'scanner', name: '取号机扫码器', place: 'kiosk', kind: 'codeScanner', address: 'page' },
]);
