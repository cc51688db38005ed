import { expect, it } from 'vitest';
import { columnsOf, padColumns, wrapColumns } from './columns.ts';

it('ASCII takes one column, everything else two', () => {
  expect(columnsOf('A012')).toBe(4);
  expect(columnsOf('3号窗口')).toBe(7);
  expect(columnsOf('，—𬱖')).toBe(6);
});

it('wraps before a character that does not fit whole', () => {
  expect(wrapColumns('一二三四', 5)).toEqual(['一二', '三四']);
  expect(wrapColumns('a一二', 4)).toEqual(['a一', '二']);
  expect(wrapColumns('𬱖𬱖', 2)).toEqual(['𬱖', '𬱖']);
  expect(wrapColumns('', 4)).toEqual(['']);
});

it('begins no line with a mark that closes, and ends none with one that opens', () => {
  expect(wrapColumns('当天都会办理。', 12)).toEqual(['当天都会办', '理。']);
  expect(wrapColumns('请带《证》。', 10)).toEqual(['请带', '《证》。']);
  expect(wrapColumns('依据《办法》', 6)).toEqual(['依据', '《办', '法》']);
  // Where there is no room for both, the character goes first.
  expect(wrapColumns('办。', 2)).toEqual(['办', '。']);
  expect(wrapColumns('。。。', 4)).toEqual(['。。', '。']);
});

it('pads on either side', () => {
  expect(padColumns('窗', 5)).toBe('窗   ');
  expect(padColumns('窗', 5, 'right')).toBe('   窗');
  expect(padColumns('窗', 5, 'center')).toBe(' 窗  ');
  expect(padColumns('窗口服务', 4)).toBe('窗口服务');
});
