import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type SystemKeyStore, storeKey } from './key-store.ts';

/** An operating system's key store as one user profile has it; another profile's opens nothing of this one's. */
function profile(backend?: string): SystemKeyStore {
  const secret = randomBytes(32);
  return {
    isEncryptionAvailable: () => true,
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
    encryptString(text) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', secret, nonce);
      return Buffer.concat([nonce, cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    },
    decryptString(sealed) {
      const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(0, 12));
      decipher.setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString();
    },
  };
}
const none: SystemKeyStore = { ...profile(), isEncryptionAvailable: () => false };

describe('the store’s key in the operating system’s key store', () => {
  const root = mkdtempSync(join(tmpdir(), 'yichuang-key-'));
  afterAll(() => rmSync(root, { recursive: true, force: true }));
  const fresh = () => join(mkdtempSync(join(root, 'data-')), 'data');
  const key = (folder: string, system: SystemKeyStore): Uint8Array => {
    const answer = storeKey(folder, system);
    if (answer.kind !== 'key') throw new Error(answer.kind);
    return answer.key;
  };

  it('is made once and is the same at every start', () => {
    const [folder, system] = [fresh(), profile()];
    const first = key(folder, system);
    expect(first).toHaveLength(32);
    expect(key(folder, system)).toEqual(first);
    expect(key(fresh(), system)).not.toEqual(first);
  });

  it('lies on the disk sealed only, in a file of its owner', () => {
    const [folder, system] = [fresh(), profile('gnome_libsecret')];
    const open = Buffer.from(key(folder, system));
    expect(readdirSync(folder)).toEqual(['store.key.sealed']);
    const file = join(folder, 'store.key.sealed');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    for (const encoding of ['base64', 'hex', 'latin1'] as const)
      expect(readFileSync(file, 'latin1')).not.toContain(open.toString(encoding));
  });

  it('is not given to a key store that keeps no secret', () => {
    for (const system of [profile('basic_text'), profile('unknown'), none]) {
      const folder = fresh();
      expect(storeKey(folder, system)).toMatchObject({ kind: 'noKeyStore' });
      expect(existsSync(join(folder, 'store.key.sealed'))).toBe(false);
    }
  });

  it('is taken over from an open file, which goes', () => {
    const [folder, system] = [fresh(), profile()];
    mkdirSync(join(folder, 'store'), { recursive: true });
    const before = randomBytes(32);
    writeFileSync(join(folder, 'store.key'), before);
    expect(Buffer.from(key(folder, system))).toEqual(before);
    expect(existsSync(join(folder, 'store.key'))).toBe(false);
    expect(Buffer.from(key(folder, system))).toEqual(before);
  });

  it('that another profile sealed is said to be lost, and never replaced', () => {
    const folder = fresh();
    const original = key(folder, profile());
    const sealed = readFileSync(join(folder, 'store.key.sealed'));
    const reset = profile();
    for (const system of [reset, none, profile('basic_text')]) {
      expect(storeKey(folder, system)).toMatchObject({
        kind: 'keyLost',
        sentence: expect.stringContaining('区级恢复密钥'),
      });
    }
    expect(readFileSync(join(folder, 'store.key.sealed'))).toEqual(sealed);

    // What the district's IT got out of the recovery file, put there by hand.
    writeFileSync(join(folder, 'store.key'), original);
    expect(Buffer.from(key(folder, reset))).toEqual(Buffer.from(original));
    expect(readdirSync(folder)).toEqual(['store.key.sealed']);
    expect(Buffer.from(key(folder, reset))).toEqual(Buffer.from(original));
  });

  it('that is missing beside a store is said to be lost: a new one would not open it', () => {
    const folder = fresh();
    mkdirSync(join(folder, 'store'), { recursive: true });
    expect(storeKey(folder, profile())).toMatchObject({ kind: 'keyLost' });
    expect(readdirSync(folder)).toEqual(['store']);
  });

  it('is not sealed by a key store that cannot open what it sealed', () => {
    const folder = fresh();
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'store.key'), randomBytes(32));
    const forgetful = { ...profile(), decryptString: () => '' };
    expect(storeKey(folder, forgetful)).toMatchObject({ kind: 'noKeyStore' });
    expect(readdirSync(folder)).toEqual(['store.key']);
  });
});
