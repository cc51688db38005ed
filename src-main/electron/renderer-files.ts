import { extname, join, normalize, sep } from 'node:path';
import type { Audience } from '#shared/contracts/audience.ts';

export const scheme = 'yichuang';
/** The origin of every page of the program. A scheme of its own: no other site can be under it. */
export const pageOrigin = `${scheme}://app`;
export const pageAddress = (audience: Audience): string => `${pageOrigin}/${audience}/index.html`;

/**
 * What the pages of the program may do: run its own scripts, show its own files. Styles may be inline because
 * antd writes its own. There is nothing to connect to; the core is reached over a port.
 */
export const contentSecurity = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "media-src 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/**
 * The browser's devices belong to nobody: ours are the core's. Chromium's own answer, before the shell is asked. The
 * document camera alone is a page's to drive, and the clerk's page it is.
 */
export const permissionsPolicy = (audience: Audience): string =>
  [
    audience === 'clerk' ? 'camera=(self)' : 'camera=()',
    ...[
      'microphone',
      'geolocation',
      'midi',
      'hid',
      'serial',
      'usb',
      'bluetooth',
      'display-capture',
      'clipboard-read',
      'payment',
      'idle-detection',
      'local-fonts',
    ].map((feature) => `${feature}=()`),
  ].join(', ');

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.mp3': 'audio/mpeg',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
};

/** A file of the renderer and its media type, or null where the address names none. */
export function rendererFile(folder: string, address: string): { path: string; type: string } | null {
  let asked: string;
  try {
    const url = new URL(address);
    if (url.protocol !== `${scheme}:` || url.host !== 'app') return null;
    asked = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // A backslash separates folders on Windows only, a colon names a drive or a stream there: neither is ours.
  if (/[\0\\:]/.test(asked)) return null;
  const root = normalize(folder).replace(/[\\/]+$/, '');
  const path = join(root, asked);
  if (!path.startsWith(root + sep)) return null;
  const type = types[extname(path)];
  return type === undefined ? null : { path, type };
}
