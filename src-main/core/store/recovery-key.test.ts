import { generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { keepRecoveryCopy, openRecovery, readRecoveryKey, sealForRecovery } from './recovery-key.ts';

const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString();
const district = () => {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: readRecoveryKey(pem(publicKey)), privateKey };
};

describe('a store’s key that was sealed to the district’s recovery key', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yichuang-recovery-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const key = randomBytes(32);
  const own = district();

  it('is opened by the district’s private key', () => {
    expect(openRecovery(sealForRecovery(key, own.publicKey), own.privateKey)).toEqual(key);
  });

  it('does not show the key, and no two sealings are alike', () => {
    const first = sealForRecovery(key, own.publicKey);
    for (const encoding of ['hex', 'base64', 'base64url', 'latin1'] as const)
      expect(first).not.toContain(key.toString(encoding));
    const second = JSON.parse(sealForRecovery(key, own.publicKey));
    expect(second.ephemeral).not.toBe(JSON.parse(first).ephemeral);
    expect(second.sealed).not.toBe(JSON.parse(first).sealed);
  });

  it('is opened by no other key', () => {
    const sealed = sealForRecovery(key, own.publicKey);
    const other = district();
    expect(() => openRecovery(sealed, other.privateKey)).toThrow('otherRecipient');
    const relabelled = {
      ...JSON.parse(sealed),
      recipient: JSON.parse(sealForRecovery(key, other.publicKey)).recipient,
    };
    expect(() => openRecovery(JSON.stringify(relabelled), other.privateKey)).toThrow('altered');
  });

  it('is refused when any part of it was altered', () => {
    const copy = JSON.parse(sealForRecovery(key, own.publicKey));
    for (const part of ['ephemeral', 'nonce', 'sealed', 'tag']) {
      const bytes = Buffer.from(copy[part], 'base64');
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1);
      const altered = JSON.stringify({ ...copy, [part]: bytes.toString('base64') });
      expect(() => openRecovery(altered, own.privateKey), part).toThrow('altered');
    }
    const short = JSON.stringify({
      ...copy,
      tag: Buffer.from(copy.tag, 'base64').subarray(0, 4).toString('base64'),
    });
    expect(() => openRecovery(short, own.privateKey)).toThrow('altered');
    expect(() => openRecovery('not a file of ours', own.privateKey)).toThrow('notASealedKey');
  });

  it('cannot be made for a key of another kind', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    expect(() => readRecoveryKey(pem(publicKey))).toThrow('notX25519');
    expect(() => readRecoveryKey('no key')).toThrow('notX25519');
  });

  it('lies in a file that is written once, and again only when either key has changed', () => {
    const file = join(folder, 'counter', 'recovery-key');
    expect(keepRecoveryCopy(file, key, own.publicKey)).toBe(true);
    const written = readFileSync(file, 'utf8');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keepRecoveryCopy(file, key, own.publicKey)).toBe(false);
    expect(readFileSync(file, 'utf8')).toBe(written);

    const next = district();
    expect(keepRecoveryCopy(file, key, next.publicKey)).toBe(true);
    expect(openRecovery(readFileSync(file, 'utf8'), next.privateKey)).toEqual(key);

    const another = randomBytes(32);
    expect(keepRecoveryCopy(file, another, next.publicKey)).toBe(true);
    expect(openRecovery(readFileSync(file, 'utf8'), next.privateKey)).toEqual(another);

    writeFileSync(file, 'torn');
    expect(keepRecoveryCopy(file, key, next.publicKey)).toBe(true);
    expect(openRecovery(readFileSync(file, 'utf8'), next.privateKey)).toEqual(key);
  });
});
