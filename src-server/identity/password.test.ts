import { scryptSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fits, verifierOf } from './password.ts';

describe('a password', () => {
  it('fits its own verifier, however the keyboard composes it, and no other does', async () => {
    const verifier = await verifierOf('Café密码');
    expect(verifier).toMatch(/^scrypt\$32768,8,1\$/);
    expect(verifier).not.toContain('密码');
    expect(await fits('Cafe\u0301密码', verifier)).toBe(true);
    expect(await fits('Cafe密码', verifier)).toBe(false);
    expect(await fits('Café密码', null)).toBe(false);
  });

  it('has another verifier each time', async () => {
    expect(await verifierOf('same')).not.toBe(await verifierOf('same'));
  });

  it('is checked at the cost that its verifier names', async () => {
    const key = scryptSync('old', 'salt', 32, { N: 16, r: 1, p: 1 }).toString('base64');
    expect(await fits('old', `scrypt$16,1,1$${btoa('salt')}$${key}`)).toBe(true);
  });
});
