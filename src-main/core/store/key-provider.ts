import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where the store's key comes from: 32 raw bytes, the same at every start. */
export interface KeyProvider {
  key(): Buffer;
}

/**
 * A key in a file that only its owner can read (mode 0600). For a core without a shell; in Electron the operating
 * system's own key store is asked instead.
 * @throws Error where the file exists but does not hold 32 bytes: a new key would make the store unreadable.
 */
export function fileKeyProvider(file: string): KeyProvider {
  return {
    key() {
      if (!existsSync(file)) {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
      }
      chmodSync(file, 0o600);
      const key = readFileSync(file);
      if (key.length !== 32) throw new Error(`the key file ${file} holds ${key.length} bytes instead of 32`);
      return key;
    },
  };
}
