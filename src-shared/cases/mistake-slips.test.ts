import { describe, expect, it } from 'vitest';
import {
  actor,
  atDepartment,
  calendar2026,
  caseThrough,
  facts,
  otherCaseId,
  personal,
  stateAfter,
} from '../../tests/support/domain.ts';
import type { Slip } from '../devices/slip.ts';
import type { CaseFile } from './case-file.ts';
import { currentSlip } from './current-slip.ts';
import { correctionSlip } from './mistake-slips.ts';
import type { SlipPlace } from './slips.ts';

const place: SlipPlace = {
  organisationName: '航海东路街道便民服务中心',
  counterName: '3号综合窗口',
  staffName: '管小窗',
  calendar: calendar2026,
  copy: false,
};
const { received, accepted } = caseThrough();

/** The slip as somebody reads it: a line a line. */
const read = (slip: Slip): string[] => [
  slip.title,
  ...slip.lines.flatMap((line) => {
    if (line.kind === 'text') return [line.text];
    if (line.kind === 'pair') return [`${line.key} ${line.value}`.trim()];
    return [];
  }),
];

describe('the paper of what went wrong', () => {
  it('a correction: what was put right, and that the old paper comes back', () => {
    const right = stateAfter(received, 'correctCase', facts(), {
      corrected: personal({ name: '豫大满', phone: '13912345678' }),
    });
    expect(read(correctionSlip(right, place))).toEqual(
      expect.arrayContaining([
        '收件凭证（更正）',
        '申请人 豫大满',
        '更正内容 姓名（名称）、联系电话',
        '更正原因 电话录错。',
        '以本凭证为准，原收件凭证收回。请申请人核对后签名。',
        '申请人签名：',
      ]),
    );
    expect(JSON.stringify(correctionSlip(right, place))).not.toContain('豫小满');
  });

  it('撤回申请确认: whose wish it was, with a line for their signature', () => {
    const lines = read(currentSlip(stateAfter(accepted, 'withdrawCase', facts()), place));
    expect(lines).toEqual(
      expect.arrayContaining([
        '撤回申请确认',
        '提出人 豫小满',
        '与申请人关系 本人',
        '撤回原因 暂不需要办理。',
        '撤回方式 在本单签名',
        '已交材料退还申请人；以后可以重新提出申请。',
        '申请人签名：',
      ]),
    );
  });

  it('终止办理告知: ground, reason, basis, and where to turn to', () => {
    const lines = read(currentSlip(stateAfter(accepted, 'terminateCase', atDepartment()), place));
    expect(lines).toEqual(
      expect.arrayContaining([
        '终止办理告知',
        '终止情形 申请事项已无法办理',
        '事实和理由 申请的救助对象已迁出本区。',
        '依据 《社会救助暂行办法》第四十七条',
        '已交材料退还。对终止办理不服的，可在60日内申请行政复议，或在6个月内提起行政诉讼。',
      ]),
    );
  });

  it('并案告知 names the number that goes on; 办件作废记录 has a line for the second person', () => {
    const other: CaseFile = { ...received, id: otherCaseId };
    const merged = stateAfter(received, 'mergeCases', facts({ caseFile: () => other }));
    expect(read(currentSlip(merged, place))).toContain(other.caseNumber);
    const asked = stateAfter(received, 'requestVoid', facts());
    const voided = stateAfter(asked, 'confirmVoid', facts({ actor: actor('hallManager') }));
    expect(read(currentSlip(voided, place))).toEqual(
      expect.arrayContaining(['办件作废记录', '作废原因 事项选错。', '复核人签名：']),
    );
  });

  it('is there for what was taken back within its minute, too', () => {
    const undone = stateAfter(received, 'undoStep', facts());
    expect(read(currentSlip(undone, place))).toContain('作废原因 收件后一分钟内由本人撤销');
  });
});
