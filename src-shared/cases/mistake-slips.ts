import { formatBeijing } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';
import { materialFormNames } from '../matters/matter.ts';
import { reveal } from '../sync/personal.ts';
import type { CaseFile, Ending } from './case-file.ts';
import { correctable } from './corrections.ts';
import { terminationGrounds } from './endings.ts';
import { caseSlip, followCode, type SlipPlace } from './slips.ts';

const text = (line: string): SlipLine => ({ kind: 'text', text: line });
const pair = (key: string, value: string): SlipLine => ({ kind: 'pair', key, value });

/** 收件凭证 once more, after a correction: signed again, since what was signed before is no longer what it says. */
export function correctionSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const last = caseFile.corrections.at(-1);
  return caseSlip('收件凭证（更正）', caseFile, place, [
    pair('更正内容', last?.fields.map((field) => correctable[field]).join('、') ?? ''),
    pair('更正原因', last?.reason ?? ''),
    pair('更正时间', last === undefined ? '' : formatBeijing(momentOf(last.at))),
    { kind: 'divider' },
    ...caseFile.materials.map(({ name, form, copies }) =>
      pair(`·${name}`, `${materialFormNames[form]}${copies}份`),
    ),
    text('以本凭证为准，原收件凭证收回。请申请人核对后签名。'),
    ...followCode(caseFile, place),
  ]);
}

/** The paper of a case that ended without being decided. */
export function endingSlip(caseFile: CaseFile, ending: Ending, place: SlipPlace): Slip {
  const at = formatBeijing(momentOf(ending.at));
  switch (ending.kind) {
    case 'withdrawn': {
      const wish = ending.wish === null ? null : reveal(ending.wish);
      return caseSlip('撤回申请确认', caseFile, place, [
        text('申请人自愿撤回上列申请，本办件到此结束。'),
        pair('提出人', wish?.name ?? ''),
        pair('与申请人关系', wish?.relation === 'agent' ? '受委托代办' : '本人'),
        pair('撤回原因', ending.reason),
        pair('撤回方式', ending.signed === 'document' ? '提交书面撤回申请' : '在本单签名'),
        pair('撤回时间', at),
        text('已交材料退还申请人；以后可以重新提出申请。'),
      ]);
    }
    case 'terminated':
      return caseSlip('终止办理告知', caseFile, place, [
        pair('终止情形', ending.ground === null ? '' : terminationGrounds[ending.ground]),
        pair('事实和理由', ending.reason),
        pair('依据', ending.basis ?? ''),
        pair('终止时间', at),
        text('已交材料退还。对终止办理不服的，可在60日内申请行政复议，或在6个月内提起行政诉讼。'),
      ]);
    case 'merged':
      return caseSlip('并案告知', caseFile, place, [
        text('本办件与下列办件为同一申请，并入后继续办理：'),
        pair('继续办理', ''),
        { kind: 'text', text: ending.into ?? '', bold: true },
        pair('原因', ending.reason),
        pair('并案时间', at),
        text('本办件编号不再使用，请以继续办理的编号查询。原收件凭证收回。'),
      ]);
    case 'voided':
      return caseSlip('办件作废记录', caseFile, place, [
        pair('作废原因', ending.reason),
        pair('作废时间', at),
        text('本办件编号不再使用。已打印的凭证收回，与本记录一并存档。'),
        { kind: 'feed', lines: 1 },
        text('复核人签名：'),
      ]);
  }
}
