import { describe, expect, it } from 'vitest';
import { columnsOf } from '#shared/devices/columns.ts';
import type { PaperLine } from '#shared/devices/paper.ts';
import type { Slip, SlipLine, SlipWidth } from '#shared/devices/slip.ts';
import { escposDecoder } from '../../../demo/devices/escpos-decoder.ts';
import { renderSlip } from './escpos.ts';

function decode(bytes: Uint8Array, pieceLength = bytes.length): PaperLine[] {
  const papers: { lines: PaperLine[]; cut: boolean }[] = [];
  const decoder = escposDecoder({
    onPaper: (lines, cut) => papers.push({ lines, cut }),
    onQuestion: () => {},
  });
  for (let at = 0; at < bytes.length; at += pieceLength) decoder.write(bytes.subarray(at, at + pieceLength));
  decoder.end();
  expect(papers.map((paper) => paper.cut)).toEqual([true]);
  return papers[0]?.lines ?? [];
}

const slipOf = (lines: SlipLine[], width: SlipWidth = '80mm'): Slip => ({ width, title: '收件凭证', lines });

/** The text on the paper, without the title and the blank lines at the cut. */
function printed(lines: SlipLine[], width?: SlipWidth): string[] {
  return decode(renderSlip(slipOf(lines, width), null).bytes)
    .map((line) => (line.kind === 'text' ? line.runs.map((run) => run.text).join('') : line.kind))
    .slice(1, -4);
}

describe('a rendered slip', () => {
  it('begins afresh in Kanji mode, and is cut', () => {
    const { bytes } = renderSlip(slipOf([]), null);
    expect(bytes.subarray(0, 4).toString('hex')).toBe('1b401c26');
    expect(bytes.includes(Buffer.from([0x1d, 0x56, 0x00]))).toBe(true);
  });

  it('says the same on paper, whatever pieces the line cuts it into', () => {
    const lines: SlipLine[] = [
      { kind: 'text', text: 'A012', align: 'center', bold: true, size: 4 },
      { kind: 'text', text: '您前面还有3人，请留意叫号。' },
      { kind: 'pair', key: '办理窗口', value: '3号综合窗口' },
      { kind: 'qr', data: 'https://example.cn/bj?h=1' },
    ];
    const { bytes, missing } = renderSlip(slipOf(lines), null);
    const paper = decode(bytes);
    expect(missing).toEqual([]);
    expect(paper.slice(0, 5)).toEqual([
      textLine('收件凭证', 'center', 2, true),
      textLine('A012', 'center', 4, true),
      textLine('您前面还有3人，请留意叫号。', 'left', 1, false),
      textLine(`办理窗口${' '.repeat(29)}3号综合窗口`, 'left', 1, false),
      { kind: 'qr', align: 'center', data: 'https://example.cn/bj?h=1', moduleSize: 6 },
    ]);
    for (const pieceLength of [1, 2, 7, 64]) expect(decode(bytes, pieceLength)).toEqual(paper);
  });

  it.each([
    ['80mm', 48],
    ['58mm', 32],
  ] as const)('on %s paper takes %i columns, Chinese two each', (width, columns) => {
    const text = '管城回族区航海东路街道办事处ABC便民服务中心'.repeat(4);
    const lines = printed(
      [
        { kind: 'text', text },
        { kind: 'divider' },
        { kind: 'pair', key: '事项', value: '城乡居民基本医疗保险参保登记（新生儿、外地转入及其他人员）' },
      ],
      width,
    );
    for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
    expect(lines.join('')).toContain(text);
    expect(columnsOf(lines[0] ?? '')).toBeGreaterThanOrEqual(columns - 1);
  });

  it('wraps large text at fewer columns', () => {
    expect(printed([{ kind: 'text', text: '综合窗口叫号', size: 4 }])).toEqual(['综合窗口叫号']);
    expect(printed([{ kind: 'text', text: '综合窗口叫号', size: 4 }], '58mm')).toEqual(['综合窗口', '叫号']);
  });

  it('puts a long value below its key', () => {
    expect(printed([{ kind: 'pair', key: '住所', value: '清和里8号院2号楼15号三单元西户' }], '58mm')).toEqual(
      ['住所', '  清和里8号院2号楼15号三单元西户'],
    );
  });

  it('wraps the cells of a row each in its own columns', () => {
    const row: SlipLine = {
      kind: 'row',
      cells: [
        { text: '1', columns: 4 },
        { text: '无配偶及无亲属关系声明', columns: 14 },
        { text: '原件1份', columns: 14, align: 'right' },
      ],
    };
    expect(printed([row], '58mm')).toEqual(['1   无配偶及无亲属       原件1份', '    关系声明']);
  });

  it('feeds as many lines as asked', () => {
    expect(
      printed([
        { kind: 'feed', lines: 2 },
        { kind: 'text', text: '完' },
      ]),
    ).toEqual(['', '', '完']);
  });

  it('without dots for them names the characters that the printer lacks, and prints 〓', () => {
    const { bytes, missing } = renderSlip(slipOf([{ kind: 'text', text: '郑䶮，𬱖¥€\ue000，郑䶮' }]), null);
    expect(missing).toEqual(['䶮', '𬱖', '¥', '€', '\ue000']);
    expect(decode(bytes)[1]).toEqual(textLine('郑〓，〓〓〓〓，郑〓', 'left', 1, false));
  });

  it('keeps Chinese intact after a character that it does not have', () => {
    expect(printed([{ kind: 'text', text: '𬱖管城' }])).toEqual(['〓管城']);
  });

  it('lets no text give commands to the printer', () => {
    const { bytes } = renderSlip(slipOf([{ kind: 'text', text: '甲\x1d\x56\x00乙\x1b@\x10\x04\x01' }]), null);
    expect(decode(bytes)[1]).toEqual(textLine('甲 V 乙 @   ', 'left', 1, false));
  });

  it('declares the length of a QR code in bytes', () => {
    const { bytes } = renderSlip(
      slipOf([{ kind: 'qr', data: 'https://example.cn/?q=办件', moduleSize: 4 }]),
      null,
    );
    const data = 'https://example.cn/?q=%E5%8A%9E%E4%BB%B6';
    const store = Buffer.concat([
      Buffer.from([0x1d, 0x28, 0x6b, data.length + 3, 0, 0x31, 0x50, 0x30]),
      Buffer.from(data),
    ]);
    expect(bytes.includes(store)).toBe(true);
    expect(bytes.includes(Buffer.from('1d286b0300315130', 'hex'))).toBe(true);
    expect(decode(bytes)[1]).toEqual({ kind: 'qr', align: 'center', data, moduleSize: 4 });
  });
});

describe('the decoder', () => {
  it('prints no Chinese without Kanji mode, as a printer would', () => {
    const { bytes } = renderSlip(slipOf([{ kind: 'text', text: '管' }]), null);
    const without = Buffer.concat([bytes.subarray(0, 2), bytes.subarray(4)]);
    expect(decode(without)[1]).toEqual(textLine('??', 'left', 1, false));
  });

  it('keeps a raster as it came', () => {
    const raster = Buffer.from('1d7630000200020080010180' + '1d5600', 'hex');
    const expected = { kind: 'raster', align: 'left', widthDots: 16, heightDots: 2, base64: 'gAEBgA==' };
    expect(decode(raster, 1)).toEqual([expected]);
  });

  it('shows a command that it does not know', () => {
    expect(decode(Buffer.from('1b3d010a1d5600', 'hex'))).toEqual([textLine('[1b3d01]', 'left', 1, false)]);
  });
});

function textLine(text: string, align: 'left' | 'center', size: number, bold: boolean): PaperLine {
  const run = { text, bold, widthTimes: size, heightTimes: size, underline: false };
  return { kind: 'text', align, runs: [run] };
}
