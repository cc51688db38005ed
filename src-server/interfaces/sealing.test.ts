import { describe, expect, it } from 'vitest';
import { openSecret, sealingKeysOf, sealSecret } from './sealing.ts';

const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64'));
const [first, second] = sealingKeysOf(`${one}, ${two}`);
if (first === undefined || second === undefined) throw new Error('no keys');
const secret = 'whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=';

describe('a sealed secret', () => {
  const sealed = sealSecret(first, 'subscription-1', secret);

  it('opens with the key that sealed it, wherever that stands in the setting', () => {
    expect(openSecret([first], 'subscription-1', sealed)).toBe(secret);
    expect(openSecret([second, first], 'subscription-1', sealed)).toBe(secret);
  });

  it('opens with no other key, for no other subscription, and not altered', () => {
    expect(openSecret([second], 'subscription-1', sealed)).toBeNull();
    expect(openSecret([{ ...second, id: first.id }], 'subscription-1', sealed)).toBeNull();
    expect(openSecret([first], 'subscription-2', sealed)).toBeNull();
    const altered = Buffer.from(sealed.sealed, 'base64');
    altered.writeUInt8(altered.readUInt8(20) ^ 1, 20);
    expect(
      openSecret([first], 'subscription-1', { ...sealed, sealed: altered.toString('base64') }),
    ).toBeNull();
  });

  it('looks different each time, and does not hold what it seals', () => {
    expect(sealSecret(first, 'subscription-1', secret).sealed).not.toBe(sealed.sealed);
    expect(Buffer.from(sealed.sealed, 'base64').toString('latin1')).not.toContain(secret.slice(6, 20));
  });
});

it('a setting that holds no key is told so by its place, and not repeated', () => {
  expect(sealingKeysOf(undefined)).toEqual([]);
  expect(sealingKeysOf('')).toEqual([]);
  for (const wrong of ['short', `${one},${'A'.repeat(40)}`])
    expect(() => sealingKeysOf(wrong)).toThrow(/^WEBHOOK_KEYS: number [12] is no key/);
  expect(() => sealingKeysOf('a-password')).toThrow(/^((?!a-password).)*$/);
});
