/** A question that cannot be answered as it was asked. */
export class BadQuestion extends Error {}

/** A whole number between bounds, or what stands where nothing was said. */
export function wholeNumber(
  name: string,
  text: string | undefined,
  [least, most]: [number, number],
  otherwise: number,
): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!/^\d{1,7}$/.test(text) || value < least || value > most)
    throw new BadQuestion(`--${name} 应为 ${least} 到 ${most} 之间的整数。`);
  return value;
}

export function paperWidth(text: string | undefined): '80mm' | '58mm' {
  if (text === undefined || text === '80') return '80mm';
  if (text === '58') return '58mm';
  throw new BadQuestion('--width 应为 58 或 80。');
}
