import { parseIdNumber } from '#shared/identity/id-number.ts';
import { parseCreditCode } from '#shared/organisation/credit-code.ts';

/** A number as it is kept: full-width digits, spaces and small letters are how people type, not what they mean. */
export const tidyNumber = (typed: string): string =>
  typed.normalize('NFKC').replaceAll(/\s/g, '').toUpperCase();

/** What to tell whoever typed a number, or an empty string; the core checks again. */
export function idNumberComplaint(kind: 'person' | 'enterprise', typed: string): string {
  if (typed.trim() === '') {
    return kind === 'person' ? '请填写身份证号码，或将身份证放在读卡器上。' : '请填写统一社会信用代码。';
  }
  const parsed = kind === 'person' ? parseIdNumber(typed) : parseCreditCode(tidyNumber(typed));
  return typeof parsed === 'string' ? '' : parsed.message;
}
