import { formatBeijing } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';
import type { CaseFile } from './case-file.ts';
import { caseSlip, type SlipPlace } from './slips.ts';

const titles = { handOver: '移交', return: '退回', takeOut: '取出', bringBack: '归还' } as const;

/**
 * 物料转移单: what went from whose hands into whose, counted, with places for both signatures. The papers' way is the
 * last entry of the case.
 */
export function custodySlip(
  caseFile: CaseFile,
  place: SlipPlace,
  names: { placeName(id: string): string; personName(id: string): string },
): Slip {
  const entry = caseFile.custody.at(-1);
  const lines: readonly SlipLine[] =
    entry === undefined
      ? []
      : [
          { kind: 'pair', key: '事由', value: titles[entry.step] },
          { kind: 'pair', key: '卷数', value: `${entry.volumes}卷` },
          { kind: 'pair', key: '交出', value: names.placeName(entry.from) },
          { kind: 'pair', key: '接收', value: names.placeName(entry.to) },
          { kind: 'pair', key: '交出时间', value: formatBeijing(momentOf(entry.at)) },
          { kind: 'pair', key: '登记人', value: names.personName(entry.by) },
          ...(entry.taken === null
            ? []
            : ([
                { kind: 'pair', key: '签收时间', value: formatBeijing(momentOf(entry.taken.at)) },
                { kind: 'pair', key: '签收人', value: names.personName(entry.taken.by) },
              ] as const)),
          ...(entry.reason === null ? [] : ([{ kind: 'text', text: `法定事由：${entry.reason}` }] as const)),
          { kind: 'text', text: '双方当面清点，卷数一致后签名，各存一份。' },
        ];
  return caseSlip('物料转移单', caseFile, place, lines, ['交出人签名：', '接收人签名：']);
}
