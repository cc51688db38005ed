import { z } from 'zod';
import { typedLineSchema } from '../text.ts';
import { type DeviceAddress, parseDeviceAddress } from './device-address.ts';

export const deviceKinds = [
  'cardReader',
  'ticketPrinter',
  'documentPrinter',
  'camera',
  'signaturePad',
  'citizenScreen',
  'ledBoard',
  'codeScanner',
  'speaker',
] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const deviceKindNames: Readonly<Record<DeviceKind, string>> = {
  cardReader: '身份证读卡器',
  ticketPrinter: '小票打印机',
  documentPrinter: 'A4打印机',
  camera: '高拍仪',
  signaturePad: '签字板',
  citizenScreen: '群众确认屏',
  ledBoard: '窗口LED屏',
  codeScanner: '扫码器',
  speaker: '语音播报',
};

/** Where devices stand: beside the ticket kiosk, or at the counter. */
export const devicePlaces = ['kiosk', 'counter'] as const;
export type DevicePlace = (typeof devicePlaces)[number];
export const devicePlaceNames: Readonly<Record<DevicePlace, string>> = { kiosk: '取号机', counter: '窗口' };

/** By which kinds of address a kind of device can be reached; the first is what a new one starts with. */
export const addressKinds: Readonly<Record<DeviceKind, readonly DeviceAddress['kind'][]>> = {
  cardReader: ['auto', 'serial'],
  ticketPrinter: ['tcp', 'file', 'serial', 'spooler'],
  documentPrinter: ['system'],
  camera: ['page'],
  signaturePad: ['page'],
  citizenScreen: ['page'],
  ledBoard: ['serial'],
  codeScanner: ['page', 'serial'],
  speaker: ['page'],
};

/**
 * What one LED board understands, since there is no standard: `template` holds `{text}` between escapes of the form
 * `\xNN`; the checksum, of everything before it, follows the template.
 */
export const ledFormatSchema = z.strictObject({
  template: z.string().min(1).max(200).includes('{text}'),
  encoding: z.enum(['gbk', 'gb18030', 'utf8', 'ascii']).default('gbk'),
  checksum: z.enum(['none', 'xor', 'sum']).default('none'),
  /** Milliseconds that the board needs between two texts. */
  pauseMs: z.int().min(0).max(10_000).default(200),
});
export type LedFormat = z.infer<typeof ledFormatSchema>;

/** A device as it is named in the provisioning file or on the device page. */
export const deviceProfileSchema = z
  .strictObject({
    /** Stays the same when name or address change. */
    id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/),
    name: typedLineSchema(30).pipe(z.string().min(1)),
    place: z.enum(devicePlaces),
    kind: z.enum(deviceKinds),
    address: z.string().max(200),
    /** A ticket printer's paper. */
    width: z.enum(['80mm', '58mm']).default('80mm'),
    /** Prints what the other one at its place refused. */
    spare: z.boolean().default(false),
    /** A card reader reads fingerprints too, for a vendor's comparison; they are handed on and never kept. */
    fingerprint: z.boolean().default(false),
    led: ledFormatSchema.nullable().default(null),
  })
  .refine(({ kind, address }) => {
    const parsed = parseDeviceAddress(address);
    return parsed !== null && addressKinds[kind].includes(parsed.kind);
  }, '设备地址不能识别，或与设备种类不符。')
  .refine(({ kind, led }) => kind !== 'ledBoard' || led !== null, 'LED屏要写明显示格式（led）。');
export type DeviceProfile = z.infer<typeof deviceProfileSchema>;

/** The devices of a machine; no two under one id. */
export const deviceProfilesSchema = z
  .array(deviceProfileSchema)
  .max(40)
  .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, '两台设备用了同一个编号。');
