import { expect, it } from 'vitest';
import { idNumberComplaint } from './id-number-complaint.ts';

it('is silent about a good number, and says what is wrong with another', () => {
  expect(idNumberComplaint('person', '11010519491231002X')).toBe('');
  expect(idNumberComplaint('person', '110105194912310021')).toContain('校验');
  expect(idNumberComplaint('person', ' ')).toContain('请填写');
  expect(idNumberComplaint('enterprise', '91350100m000100y43')).toBe('');
  expect(idNumberComplaint('enterprise', '9135')).not.toBe('');
});
