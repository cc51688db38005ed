import { describe, expect, it } from 'vitest';
import {
  applicant,
  atDepartment,
  beijing,
  calendar2026,
  caseNumber,
  caseThrough,
  digest,
  facts,
  personal,
  stamp,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Slip } from '../devices/slip.ts';
import type { CaseFile, CaseStatus } from './case-file.ts';
import { currentSlip } from './current-slip.ts';
import { acceptanceSlip, deliverySlip, receiptSlip, resultSlip, type SlipPlace } from './slips.ts';

const place: SlipPlace = {
  organisationName: '航海东路街道便民服务中心',
  counterName: '3号综合窗口',
  staffName: '管小窗',
  calendar: calendar2026,
  copy: false,
};
const files = caseThrough();

/** The slip as somebody reads it: a line a line. */
const read = (slip: Slip): string[] => [
  slip.title,
  ...slip.lines.flatMap((line) => {
    if (line.kind === 'text') return [line.text];
    if (line.kind === 'pair') return [`${line.key} ${line.value}`.trim()];
    return [];
  }),
];

describe('收件凭证', () => {
  const lines = read(receiptSlip(files.received, place));

  it('names the case, the papers that were handed in, and when', () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        '收件凭证',
        caseNumber,
        '事项 临时救助',
        '实施主体 管城回族区民政局',
        '申请人 豫小满',
        '·居民身份证 原件及复印件1份',
        '·临时救助申请表 表格1份',
        '收件时间 2026年9月22日 09:05',
        '窗口 3号综合窗口',
        '经办人 管小窗',
      ]),
    );
  });

  it('promises no acceptance, and no date before the upload of a sunk matter', () => {
    expect(lines).toContain('本凭证证明收到上列材料，不等于受理。');
    expect(lines).toContain('承诺办结 时限以上传时间为准');
  });

  it('carries the date once the upload is stamped', () => {
    const uploaded = facts({ stamp: stamp(beijing('2026-09-22 09:05'), beijing('2026-09-22 09:06')) });
    const slip = receiptSlip(stateAfter(null, 'receiveCase', uploaded), place);
    expect(read(slip)).toContain('承诺办结 2026年9月30日前');
  });

  it('can be found again by its code', () => {
    const codes = receiptSlip(files.received, place).lines.filter((line) => line.kind === 'qr');
    expect(codes).toEqual([{ kind: 'qr', data: `yichuang:${caseNumber}`, moduleSize: 5 }]);
  });
});

describe('受理通知书', () => {
  it('says since when both limits run', () => {
    expect(read(acceptanceSlip(files.accepted, place))).toEqual(
      expect.arrayContaining([
        '受理通知书',
        '受理时间 2026年9月22日 09:10',
        '承诺办结 时限以上传时间为准',
        '法定办结 2026年10月27日前',
        '结果由本窗口发放、送达，请保管好本通知书。',
      ]),
    );
  });
});

describe('领证单', () => {
  it('carries the decision and the ways to contest it', () => {
    expect(read(resultSlip(files.issued, place))).toEqual(
      expect.arrayContaining([
        '办理结果 准予批准',
        '签批意见：符合条件，同意。',
        '签批时间 2026年9月24日 15:30',
        '发证时间 2026年9月28日 10:00',
        '对结果不服的，可在60日内申请行政复议，或在6个月内提起行政诉讼。',
      ]),
    );
  });

  it('says a rejection plainly', () => {
    const rejected = stateAfter(files.accepted, 'signOffCase', atDepartment(), {
      outcome: 'rejected',
      opinion: '不符合。',
    });
    const lines = read(resultSlip(stateAfter(rejected, 'issueResult', facts()), place));
    expect(lines[0]).toBe('不予决定领取单');
    expect(lines).toContain('办理结果 不予批准');
  });
});

describe('送达回证', () => {
  it('says who took the result, in what relation, when and where', () => {
    expect(read(deliverySlip(files.delivered, place))).toEqual(
      expect.arrayContaining([
        '送达方式 窗口直接送达',
        '送达地点 航海东路街道便民服务中心 3号综合窗口',
        '收件人 豫小满',
        '与申请人关系 本人',
        '送达时间 2026年9月28日 10:05',
      ]),
    );
    const byAgent = stateAfter(files.issued, 'deliverResult', facts(), {
      recipient: personal({ name: '管晓禾', relation: 'agent' }),
    });
    const lines = read(deliverySlip(byAgent, place));
    expect(lines).toContain('收件人 管晓禾');
    expect(lines).toContain('与申请人关系 受委托代办');
  });
});

describe('every slip', () => {
  const all = Object.entries(files) as [CaseStatus, CaseFile][];

  it.each(all)('of a case that is %s never carries the whole ID number', (_, file) => {
    const text = JSON.stringify(currentSlip(file, place));
    expect(text).not.toContain(applicant.idNumber);
    expect(text).toContain('410104********998X');
    expect(text).not.toContain(applicant.phone);
  });

  it.each([
    ['received', '收件凭证'],
    ['accepted', '受理通知书'],
    ['decided', '受理通知书'],
    ['issued', '领证单'],
    ['delivered', '送达回证'],
  ] as const)('printed again for a case that is %s is the %s, marked 重打', (status, title) => {
    const lines = read(currentSlip(files[status], { ...place, copy: true }));
    expect(lines[0]).toBe(title);
    expect(lines[1]).toBe('（重打）');
    expect(read(currentSlip(files[status], place))).not.toContain('（重打）');
  });

  it('still prints when the applicant’s data has been erased, and says so', () => {
    const lines = read(currentSlip({ ...files.delivered, applicant: { digest } }, place));
    expect(lines).toContain('申请人 （已按规定删除）');
    expect(lines).toContain('证件号码');
  });
});
