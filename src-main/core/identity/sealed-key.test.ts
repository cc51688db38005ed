import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { newPersonKey, openKey, sealKey } from './sealed-key.ts';

const cheap = { N: 16, r: 1, p: 1 };

describe('a person’s signing key', () => {
  it('opens with their password, however the keyboard composes it, and signs for them', async () => {
    const { publicKey, sealedKey } = await newPersonKey('Café密码', cheap);
    const key = await openKey(sealedKey, 'Cafe\u0301密码');
    if (key === null) throw new Error('it does not open');
    const signature = sign(null, Buffer.from('text'), key);
    const held = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' });
    expect(verify(null, Buffer.from('text'), held, signature)).toBe(true);
  });

  it('opens with no other, nor after it was altered', async () => {
    const { sealedKey } = await newPersonKey('secret', cheap);
    expect(await openKey(sealedKey, 'Secret')).toBeNull();
    expect(
      await openKey(
        sealedKey.replace(/.(?=.{8}$)/, (held) => (held === 'A' ? 'B' : 'A')),
        'secret',
      ),
    ).toBeNull();
    expect(await openKey(sealedKey.replace('$16,1,1$', '$32,1,1$'), 'secret')).toBeNull();
    expect(await openKey('scrypt$nothing', 'secret')).toBeNull();
  });

  it('can lie under a PIN as well, each time under another salt', async () => {
    const { sealedKey } = await newPersonKey('secret', cheap);
    const key = await openKey(sealedKey, 'secret');
    if (key === null) throw new Error('it does not open');
    const [once, twice] = await Promise.all([sealKey(key, '314159', cheap), sealKey(key, '314159', cheap)]);
    expect(once).not.toBe(twice);
    expect((await openKey(once, '314159'))?.equals(key)).toBe(true);
    expect(await openKey(once, 'secret')).toBeNull();
  });

  it('costs a guess at least a tenth of a second and 96 MiB', async () => {
    const { sealedKey } = await newPersonKey('secret');
    const before = performance.now();
    await openKey(sealedKey, 'wrong');
    expect(performance.now() - before).toBeGreaterThan(100);
    expect(sealedKey).toContain('$65536,12,1$');
  });
});
