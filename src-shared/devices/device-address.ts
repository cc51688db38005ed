/**
 * Where a device is, as it is written in the provisioning file, on the device page and on the command line:
 *
 * `tcp://192.0.2.7:9100` · `serial:/dev/ttyS1?baud=9600` or `serial:COM3` · `file:/dev/usb/lp0` ·
 * `spooler:<printer>` (raw, Windows) · `system:<printer>` or `system` (A4, as the operating system prints) ·
 * `auto` (a card reader: every port is asked) · `page` (a page of the program drives it)
 */
export type DeviceAddress =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  /** Baud null: found out by asking. */
  | { readonly kind: 'serial'; readonly path: string; readonly baud: number | null }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'spooler'; readonly printer: string }
  /** Printer null: whichever is the default. */
  | { readonly kind: 'system'; readonly printer: string | null }
  | { readonly kind: 'auto' }
  | { readonly kind: 'page' };

/** Network printers listen there for raw bytes. */
const rawPort = 9100;

/** Reads an address; null where it is none. */
export function parseDeviceAddress(text: string): DeviceAddress | null {
  const typed = text.trim();
  if (typed === 'auto' || typed === 'page') return { kind: typed };
  if (typed === 'system') return { kind: 'system', printer: null };
  const [, scheme = '', rest = ''] = /^(tcp|serial|file|spooler|system):(.+)$/u.exec(typed) ?? [];
  switch (scheme) {
    case 'tcp':
      return tcpAddress(rest);
    case 'serial':
      return serialAddress(rest);
    case 'file':
      return { kind: 'file', path: rest };
    case 'spooler':
      return { kind: 'spooler', printer: rest };
    case 'system':
      return { kind: 'system', printer: rest };
    default:
      return null;
  }
}

function tcpAddress(rest: string): DeviceAddress | null {
  const [, bracketed, plain, digits] =
    /^\/\/(?:\[([\da-fA-F:.]+)\]|([^\s:/[\]]+))(?::(\d{1,5}))?\/?$/.exec(rest) ?? [];
  const host = bracketed ?? plain;
  const port = digits === undefined ? rawPort : Number(digits);
  return host === undefined || port < 1 || port > 65_535 ? null : { kind: 'tcp', host, port };
}

function serialAddress(rest: string): DeviceAddress | null {
  const [, path, digits] = /^([^?]+?)(?:\?baud=(\d{3,7}))?$/.exec(rest) ?? [];
  if (path === undefined) return null;
  return { kind: 'serial', path, baud: digits === undefined ? null : Number(digits) };
}
