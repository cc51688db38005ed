import type { OwnAddress } from './own-address.ts';

/**
 * What every answer of the browser shell carries. Styles may be inline because antd writes its own; nothing else
 * may come from anywhere but this shell. Browsers before Chrome 123 do not count a WebSocket to the same place as
 * 'self', so those addresses are named.
 */
export function securityHeaders(own: OwnAddress): Readonly<Record<string, string>> {
  const sockets = own.hosts.map((host) => `ws://${host}`).join(' ');
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src 'self' ${sockets}`,
      "media-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    // The document camera is a page's to drive; nothing else of a browser's devices is.
    'permissions-policy':
      'camera=(self), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=()',
  };
}

/** The clerk's page alone may look through the document camera; no other device of a browser is any page's. */
export const withCamera = (
  headers: ReturnType<typeof securityHeaders>,
): ReturnType<typeof securityHeaders> => ({
  ...headers,
  'permissions-policy': (headers['permissions-policy'] ?? '').replace('camera=()', 'camera=(self)'),
});
