import { describe, expect, it } from 'vitest';
import { parseDeviceAddress } from './device-address.ts';
import { deviceProfileSchema, deviceProfilesSchema } from './device-profile.ts';

describe('an address', () => {
  it.each([
    ['tcp://192.0.2.7', { kind: 'tcp', host: '192.0.2.7', port: 9100 }],
    ['tcp://printer.hall:9101', { kind: 'tcp', host: 'printer.hall', port: 9101 }],
    ['tcp://[::1]:9100', { kind: 'tcp', host: '::1', port: 9100 }],
    ['serial:/dev/ttyS1', { kind: 'serial', path: '/dev/ttyS1', baud: null }],
    ['serial:COM3?baud=9600', { kind: 'serial', path: 'COM3', baud: 9600 }],
    ['file:/dev/usb/lp0', { kind: 'file', path: '/dev/usb/lp0' }],
    ['spooler:窗口 小票机', { kind: 'spooler', printer: '窗口 小票机' }],
    ['system', { kind: 'system', printer: null }],
    ['system:HP M404', { kind: 'system', printer: 'HP M404' }],
    [' auto ', { kind: 'auto' }],
  ])('%s', (text, address) => {
    expect(parseDeviceAddress(text)).toEqual(address);
  });

  it.each([
    '',
    'tcp:',
    'tcp://',
    'tcp://host:0',
    'tcp://host:99999',
    'tcp://a b',
    'usb:1',
    'serial:',
    'serial:?baud=1',
  ])('%j is none', (text) => {
    expect(parseDeviceAddress(text)).toBeNull();
  });
});

describe('a profile', () => {
  const printer = { id: 'slips', name: '小票机', place: 'counter', kind: 'ticketPrinter' };

  it('has 80 mm paper and is no spare unless it says so', () => {
    expect(deviceProfileSchema.parse({ ...printer, address: 'tcp://192.0.2.7' })).toMatchObject({
      width: '80mm',
      spare: false,
    });
  });

  it('must have an address that fits its kind', () => {
    expect(deviceProfileSchema.safeParse({ ...printer, address: 'auto' }).success).toBe(false);
    expect(deviceProfileSchema.safeParse({ ...printer, address: '192.0.2.7' }).success).toBe(false);
  });

  it('of an LED board says what the board understands', () => {
    const board = { id: 'led', name: '屏', place: 'counter', kind: 'ledBoard', address: 'serial:COM4' };
    expect(deviceProfileSchema.safeParse(board).success).toBe(false);
    expect(deviceProfileSchema.safeParse({ ...board, led: { template: '\\x02{text}\\x03' } }).success).toBe(
      true,
    );
  });

  it('has its id to itself', () => {
    const one = { ...printer, address: 'tcp://192.0.2.7' };
    expect(deviceProfilesSchema.safeParse([one, one]).success).toBe(false);
  });
});
