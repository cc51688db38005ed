import { describe, expect, it } from 'vitest';
import { openSecret, sealingKeysOf, sealSecret } from './sealing.ts';

const one = Buffer.alloc(32, 1).toString('base64');
const two = Buffer.alloc(32, 2).toString('base64');
const [first, second] = sealingKeysOf({ SEALING_KEYS: `${one}, ${two}` });
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
  expect(sealingKeysOf({})).toEqual([]);
  expect(sealingKeysOf({ SEALING_KEYS: '' })).toEqual([]);
  for (const name of ['SEALING_KEYS', 'WEBHOOK_KEYS'])
    for (const wrong of ['short', `${one},${'A'.repeat(40)}`])
      expect(() => sealingKeysOf({ [name]: wrong })).toThrow(new RegExp(`^${name}: number [12] is no key`));
  expect(() => sealingKeysOf({ SEALING_KEYS: 'a-password' })).toThrow(/^((?!a-password).)*$/);
});

it('the former name of the setting goes on working, after the new one', () => {
  expect(sealingKeysOf({ WEBHOOK_KEYS: one })).toEqual([first]);
  expect(sealingKeysOf({ WEBHOOK_KEYS: one, SEALING_KEYS: two })).toEqual([second, first]);
});
