/** A PIN (快捷密码): six digits, known at one installation only. */
export const isPin = (text: string): boolean => /^\d{6}$/.test(text);

/** Why six digits are no good PIN, as a sentence; null where they are. */
export function pinFault(pin: string): string | null {
  if (!isPin(pin)) return '快捷密码为6位数字。';
  const steps = new Set([...pin].slice(1).map((digit, index) => Number(digit) - Number(pin[index])));
  const [step = 0] = steps;
  if (steps.size === 1 && Math.abs(step) <= 1) return '这个快捷密码太容易猜到，请不要用相同或连续的数字。';
  if (/^(..)\1\1$|^(...)\2$/.test(pin)) return '这个快捷密码太容易猜到，请不要用重复的数字。';
  return null;
}
