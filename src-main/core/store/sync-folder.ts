import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A new file is only there after a power cut if its folder was synced too; Windows has no such call and needs none. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const fd = openSync(folder, 'r');
  fsyncSync(fd);
  closeSync(fd);
}
