import { describe, expect, it } from 'vitest';
import { cost, parseCost } from './memory-hard.ts';
import { formatSealedKey, parseSealedKey } from './sealed-key.ts';

const part = { salt: 'c2FsdHNhbHQ=', nonce: 'bm9uY2Vub25jZQ==', text: 'dGV4dHRleHR0ZXh0' };

describe('the cost of a guess', () => {
  it('is 96 MiB today, and what was made under the 64 of before still opens', () => {
    expect(128 * cost.N * cost.r).toBe(96 * 1024 * 1024);
    expect(parseCost('65536,12,1')).toEqual(cost);
    expect(parseCost('65536,8,1')).toEqual({ N: 65_536, r: 8, p: 1 });
  });

  it.each([
    ['4 GiB', '4194304,8,1'],
    ['512 MiB by its blocks', '65536,64,1'],
    ['minutes of work', '65536,8,100'],
    ['what is no power of two', '65535,8,1'],
    ['nothing', '0,8,1'],
    ['no passes', '65536,8,0'],
    ['a number that is none', '65536,8,1e3'],
    ['more than three', '65536,8,1,1'],
  ])('is refused where a text asks for %s', (_, text) => {
    expect(parseCost(text)).toBeNull();
  });
});

describe('a sealed key', () => {
  it('is one text, and reads back', () => {
    const text = formatSealedKey({ cost, ...part });
    expect(text).toBe('scrypt-aes256gcm$65536,12,1$c2FsdHNhbHQ=$bm9uY2Vub25jZQ==$dGV4dHRleHR0ZXh0');
    expect(parseSealedKey(text)).toEqual({ cost, ...part });
  });

  it('is not read where it is of another form, or asks for too much', () => {
    const text = formatSealedKey({ cost, ...part });
    for (const other of [
      '',
      text.replace('aes256gcm', 'none'),
      text.replace('65536', '67108864'),
      `${text}$more`,
      text.replace('c2FsdHNhbHQ=', '不是'),
    ]) {
      expect(parseSealedKey(other)).toBeNull();
    }
  });
});
