import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { StoreUnusable } from './database.ts';

/** Where the store's key comes from: 32 raw bytes, the same at every start. */
export interface KeyProvider {
  /**
   * @param isFirst there is no store yet, so that a key may be made; beside a store a missing one is lost, and another
   * would make the store unreadable
   * @throws StoreUnusable with a sentence
   */
  key(isFirst: boolean): Buffer;
}

/**
 * A key in a file that only its owner can read (mode 0600). For a core without a shell; in Electron the operating
 * system's own key store is asked instead.
 */
export function fileKeyProvider(file: string): KeyProvider {
  return {
    key(isFirst) {
      if (!existsSync(file)) {
        if (!isFirst)
          throw new StoreUnusable(
            'keyMissing',
            '本机数据的密钥文件不见了，数据库打不开。请不要删除任何文件，联系运维找回密钥；已上传的办件不受影响。',
          );
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
      }
      chmodSync(file, 0o600);
      const key = readFileSync(file);
      if (key.length !== 32)
        throw new StoreUnusable(
          'keySpoiled',
          '本机数据的密钥文件已损坏，数据库打不开。请不要删除任何文件，联系运维找回密钥；已上传的办件不受影响。',
        );
      return key;
    },
  };
}
