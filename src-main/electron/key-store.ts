import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of Electron's `safeStorage` that is used: the operating system's own key store. */
export interface SystemKeyStore {
  isEncryptionAvailable(): boolean;
  /** Linux only. `basic_text` is a password that stands in the program: no secret at all. */
  getSelectedStorageBackend?(): string;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

/** What the main process answers a core that asks for its store's key. */
export type KeyAnswer =
  | { readonly kind: 'key'; readonly key: Uint8Array }
  /** This machine keeps no secrets; the core keeps the key in a file of its own, and logs the reason. */
  | { readonly kind: 'noKeyStore'; readonly reason: string }
  /** There is a sealed key and it cannot be opened; a new one would make the store unreadable. */
  | { readonly kind: 'keyLost'; readonly sentence: string };

const lost: KeyAnswer = {
  kind: 'keyLost',
  sentence:
    '本机数据的密钥打不开：系统账户可能已重置、换了账户登录，或系统密钥环没有解锁。数据没有丢失，请勿重装；请联系管理员，用区级恢复密钥打开。',
};
const keyBytes = 32;

/**
 * The key of the store in a data folder, kept by the operating system (DPAPI, libsecret): `store.key.sealed` beside
 * the store holds it, and opens for this user of this machine only.
 *
 * A key that lies open in `store.key` is taken over and the file goes: from a time without a key store, or put
 * there by the district's IT, who got it out of the recovery file.
 */
export function storeKey(folder: string, system: SystemKeyStore): KeyAnswer {
  const sealedFile = join(folder, 'store.key.sealed');
  const openFile = join(folder, 'store.key');
  // A key made now would not open what is already there.
  if (!existsSync(sealedFile) && !existsSync(openFile) && existsSync(join(folder, 'store'))) return lost;
  const unavailable = whyUnavailable(system);
  if (unavailable !== null) {
    return existsSync(sealedFile) && !existsSync(openFile)
      ? lost
      : { kind: 'noKeyStore', reason: unavailable };
  }
  const open = existsSync(openFile) ? readFileSync(openFile) : null;
  if (open === null && existsSync(sealedFile)) {
    const key = unseal(system, readFileSync(sealedFile));
    return key === null ? lost : { kind: 'key', key };
  }
  // Of a wrong length: the core says so when it reads the file.
  if (open !== null && open.length !== keyBytes) return { kind: 'noKeyStore', reason: 'store.key is no key' };

  const key = open ?? randomBytes(keyBytes);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const fresh = `${sealedFile}.new`;
  writeFileSync(fresh, system.encryptString(key.toString('base64')), { mode: 0o600, flush: true });
  if (unseal(system, readFileSync(fresh))?.equals(key) !== true) {
    rmSync(fresh);
    return { kind: 'noKeyStore', reason: 'what was sealed does not open again' };
  }
  renameSync(fresh, sealedFile);
  if (open !== null) rmSync(openFile);
  return { kind: 'key', key };
}

function whyUnavailable(system: SystemKeyStore): string | null {
  if (!system.isEncryptionAvailable()) return 'the operating system offers no key store';
  const backend = system.getSelectedStorageBackend?.() ?? null;
  if (backend === 'basic_text' || backend === 'unknown')
    return `the key store is ${backend}, which is no secret`;
  return null;
}

function unseal(system: SystemKeyStore, sealed: Buffer): Buffer | null {
  try {
    const key = Buffer.from(system.decryptString(sealed), 'base64');
    return key.length === keyBytes ? key : null;
  } catch {
    return null;
  }
}
