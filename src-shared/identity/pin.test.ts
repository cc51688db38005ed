import { describe, expect, it } from 'vitest';
import { pinFault } from './pin.ts';

describe('a PIN', () => {
  it('is six digits', () => {
    expect(pinFault('314159')).toBeNull();
    for (const text of ['31415', '3141592', '31415a', '', '３１４１５９'])
      expect(pinFault(text)).toBe('快捷密码为6位数字。');
  });

  it.each(['111111', '123456', '654321', '012345', '121212', '123123'])('is not %s', (pin) => {
    expect(pinFault(pin)).toMatch(/太容易猜到/);
  });
});
