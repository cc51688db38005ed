import type { Slip, SlipWidth } from './slip.ts';

/** What a printer prints to show that it works: everything that a slip can hold, and nobody's data. */
export const testPage = (width: SlipWidth): Slip => ({
  width,
  title: '打印测试',
  lines: [
    { kind: 'text', text: '一窗　综合窗口', align: 'center' },
    { kind: 'divider' },
    { kind: 'text', text: '常用字：便民服务中心，请核对字迹是否清楚、有无缺行。' },
    // 䶮 has a code that printers' fonts leave out, 𬱖 has none at all: both are drawn as dots.
    { kind: 'text', text: '生僻字：䶮 𬱖 㛃 犇 淼' },
    { kind: 'pair', key: '纸宽', value: width === '80mm' ? '80毫米' : '58毫米' },
    { kind: 'pair', key: 'ABC abc', value: '0123456789' },
    { kind: 'divider' },
    { kind: 'text', text: '扫码应得到 YICHUANG-TEST', align: 'center' },
    { kind: 'qr', data: 'YICHUANG-TEST' },
    { kind: 'feed', lines: 1 },
    { kind: 'text', text: '以下应当切纸', align: 'center' },
  ],
});
