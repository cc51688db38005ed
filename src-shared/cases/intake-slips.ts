/** The slips of intake that is not straight: what is still missing, what has come of it, and what is refused. */
import { beijingDateOf, formatBeijing, formatDate } from '../clock/beijing.ts';
import { momentOf } from '../clock/evidence.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';
import type { CaseFile } from './case-file.ts';
import { owedPapers } from './owed.ts';
import { caseSlip, followCode, paperLine, type SlipPlace } from './slips.ts';

/** 一次性告知书 as a slip: the complete list, each item with what and why. */
export function noticeSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const notice = caseFile.notices.at(-1);
  const kept = notice?.papersKept ? caseFile.materials : [];
  return caseSlip('一次性告知书', caseFile, place, [
    { kind: 'text', text: '您的申请还需要补正下列全部内容：' },
    ...(notice?.missing ?? []).flatMap(({ name, why }, index): SlipLine[] => [
      { kind: 'text', text: `${index + 1}. ${name}`, bold: true },
      { kind: 'text', text: `   ${why}` },
    ]),
    ...(notice?.newFacts ? [{ kind: 'text', text: `增加内容的原因：${notice.newFacts}` } as const] : []),
    { kind: 'divider' },
    ...(kept.length === 0
      ? [{ kind: 'text', text: '已带来的材料由您带回，请与补正材料一并提交。' } as const]
      : [{ kind: 'text', text: '窗口已收下列材料，不用再交：' } as const, ...kept.map(paperLine)]),
    { kind: 'text', text: '除上列内容外，不再要求补正其他材料。补正齐全后重新计算办理时限。' },
    { kind: 'pair', key: '告知时间', value: notice === undefined ? '' : formatBeijing(momentOf(notice.at)) },
    { kind: 'text', text: '备齐后到本中心任一综合窗口提交即可，不用重新申请。' },
    ...followCode(caseFile, place),
  ]);
}

/** 补正材料收件凭证: what came in on the list, and whether anything is still missing. */
export function supplementSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const supply = caseFile.notices.at(-1)?.supplies.at(-1);
  const { missing } = caseFile;
  return caseSlip('补正材料收件凭证', caseFile, place, [
    ...(supply?.materials ?? []).map(paperLine),
    { kind: 'divider' },
    { kind: 'pair', key: '收件时间', value: supply === undefined ? '' : formatBeijing(momentOf(supply.at)) },
    ...(missing.length === 0
      ? [{ kind: 'text', text: '补正材料已经齐全，办理时限自本次收件起重新计算。' } as const]
      : [
          { kind: 'text', text: '还缺下列材料，齐全后开始计算办理时限：' } as const,
          ...missing.map(paperLine),
        ]),
  ]);
}

/** 容缺材料补交凭证: what followed after the acceptance, and what still has to. */
export function owedSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const owed = owedPapers(caseFile, place.calendar, beijingDateOf(momentOf(caseFile.received)));
  const left = owed.filter(({ supplied }) => supplied === null);
  return caseSlip('容缺材料补交凭证', caseFile, place, [
    ...owed.flatMap(({ name, supplied }): SlipLine[] =>
      supplied === null
        ? []
        : [{ kind: 'pair', key: `·${name}`, value: `${formatBeijing(momentOf(supplied))}收到` }],
    ),
    { kind: 'divider' },
    ...(left.length === 0
      ? [{ kind: 'text', text: '容缺材料已经补齐。' } as const]
      : [
          { kind: 'text', text: '还要补交：' } as const,
          ...left.map(
            ({ name, due }): SlipLine => ({ kind: 'pair', key: `·${name}`, value: `${formatDate(due)}前` }),
          ),
        ]),
  ]);
}

/** 不予受理通知书 as a slip: reason, basis, the right authority, and the ways to contest it. */
export function nonAcceptanceSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const refusal = caseFile.nonAcceptance;
  return caseSlip('不予受理通知书', caseFile, place, [
    { kind: 'text', text: `理由：${refusal?.reason ?? ''}` },
    { kind: 'text', text: `依据：${refusal?.basis ?? ''}` },
    ...(refusal?.authority ? [{ kind: 'text', text: `请向${refusal.authority}申请。` } as const] : []),
    { kind: 'pair', key: '决定时间', value: refusal === null ? '' : formatBeijing(momentOf(refusal.at)) },
    { kind: 'text', text: '不服本决定的，可在60日内申请行政复议，或在6个月内提起行政诉讼。' },
    { kind: 'text', text: '带来的材料已全部退还。' },
  ]);
}
