/** Sex as GB/T 2261.1 codes it and identity cards carry it. */
export type Sex = 'unknown' | 'male' | 'female' | 'unstated';

export const sexNames: Readonly<Record<Sex, string>> = {
  unknown: '未知',
  male: '男',
  female: '女',
  unstated: '未说明',
};

export const sexDigits: Readonly<Record<Sex, string>> = {
  unknown: '0',
  male: '1',
  female: '2',
  unstated: '9',
};

/** The sex for a digit; whatever is not on the list is unknown. */
export function sexOfDigit(digit: string): Sex {
  const digits: Readonly<Record<string, Sex>> = { '1': 'male', '2': 'female', '9': 'unstated' };
  return digits[digit] ?? 'unknown';
}
