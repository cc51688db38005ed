import { expect, it } from 'vitest';
import { ledFormatSchema } from '#shared/devices/device-profile.ts';
import { ledFrame } from './led-frame.ts';

const format = (template: string, more: object = {}) => ledFormatSchema.parse({ template, ...more });

it('is the template with the text in the board’s own encoding', () => {
  expect(ledFrame('3号', format('\\x02{text}\\x03')).toString('hex')).toBe('0233bac503');
  expect(ledFrame('3号', format('{text}', { encoding: 'utf8' })).toString('hex')).toBe('33e58fb7');
});

it('ends with the checksum that the board wants', () => {
  expect(ledFrame('A', format('\\x02{text}', { checksum: 'xor' })).toString('hex')).toBe('024143');
  expect(ledFrame('A', format('\\xff{text}', { checksum: 'sum' })).toString('hex')).toBe('ff4140');
});

it('lets no text give commands to the board', () => {
  expect(ledFrame('甲\x03乙', format('{text}')).includes(3)).toBe(false);
});
