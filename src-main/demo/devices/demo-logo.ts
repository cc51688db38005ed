import type { SlipLogo } from '../../core/devices/ticket-printer/slip-logo.ts';

/** The mark of the demo hall, which no real office has: a ring with four panes. */
export function demoLogo(): SlipLogo {
  const size = 72;
  const rowBytes = size / 8;
  const rows = Buffer.alloc(rowBytes * size);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const [dx, dy] = [x - (size - 1) / 2, y - (size - 1) / 2];
      const isRing = Math.abs(Math.hypot(dx, dy) - 32) < 2.6;
      const isFrame = Math.max(Math.abs(dx), Math.abs(dy)) < 19;
      const isPane =
        isFrame && Math.min(Math.abs(dx), Math.abs(dy)) > 2 && Math.max(Math.abs(dx), Math.abs(dy)) < 16;
      if (isRing || (isFrame && !isPane))
        rows[y * rowBytes + (x >> 3)] = (rows[y * rowBytes + (x >> 3)] ?? 0) | (0x80 >> (x & 7));
    }
  return { width: size, height: size, rows };
}
