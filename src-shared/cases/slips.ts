import { beijingDateOf, formatBeijing, formatDate } from '../clock/beijing.ts';
import type { Calendar } from '../clock/calendar.ts';
import { momentOf } from '../clock/evidence.ts';
import { isVirtual } from '../devices/evidence.ts';
import type { Slip, SlipLine } from '../devices/slip.ts';
import { maskIdNumber } from '../identity/masking.ts';
import { materialFormNames } from '../matters/matter.ts';
import { reveal } from '../sync/personal.ts';
import { deadlinesOf } from './case-clock.ts';
import type { CaseFile } from './case-file.ts';
import type { ReceivedMaterial } from './commands.ts';
import { owedPapers } from './owed.ts';
import { deadlineText } from './wording.ts';

/** What every slip of a case needs beyond the case. */
export interface SlipPlace {
  organisationName: string;
  counterName: string;
  /** Who hands the slip over. */
  staffName: string;
  calendar: Calendar;
  /** The page on which the applicant follows the case; none where it has no token. */
  followUrl?: string;
  /** By which the applicant can rate the service later; only where a result is handed over. */
  ratingCode?: string;
  /** A second print of the same slip. */
  copy: boolean;
}

const signatures = (signers: readonly string[]): readonly SlipLine[] => [
  ...signers.flatMap((text): SlipLine[] => [
    { kind: 'feed', lines: 1 },
    { kind: 'text', text },
  ]),
  { kind: 'feed', lines: 1 },
];

/** What every slip of a case says, around what this one has to say. */
export function caseSlip(
  title: string,
  caseFile: CaseFile,
  place: SlipPlace,
  middle: readonly SlipLine[],
  signers: readonly string[] = ['申请人签名：', '经办人签名：'],
): Slip {
  const applicant = reveal(caseFile.applicant);
  const agent = caseFile.agent && reveal(caseFile.agent);
  return {
    width: '80mm',
    title,
    lines: [
      ...(place.copy ? [{ kind: 'text', text: '（重打）', align: 'center' } as const] : []),
      { kind: 'text', text: place.organisationName, align: 'center' },
      ...(isVirtual(applicant)
        ? [{ kind: 'text', text: '演示数据，不作办事依据', align: 'center', bold: true } as const]
        : []),
      { kind: 'divider' },
      { kind: 'text', text: '办件编号' },
      { kind: 'text', text: caseFile.caseNumber, bold: true },
      { kind: 'pair', key: '事项', value: caseFile.matter.name },
      { kind: 'pair', key: '实施主体', value: caseFile.matter.departmentName },
      { kind: 'pair', key: '申请人', value: applicant?.name ?? '（已按规定删除）' },
      { kind: 'pair', key: '证件号码', value: applicant === null ? '' : maskIdNumber(applicant.idNumber) },
      ...(agent === null
        ? []
        : ([
            { kind: 'pair', key: '代办人', value: `${agent.name}（${agent.relation}）` },
            { kind: 'pair', key: '代办费', value: '0元（免费代办）' },
          ] as const)),
      { kind: 'divider' },
      ...middle,
      { kind: 'divider' },
      { kind: 'pair', key: '窗口', value: place.counterName },
      { kind: 'pair', key: '经办人', value: place.staffName },
      ...signatures(signers),
    ],
  };
}

/** The code by which the applicant follows the case; where there is no page for it, its number alone. */
export const followCode = (
  { caseNumber }: Pick<CaseFile, 'caseNumber'>,
  { followUrl }: SlipPlace,
): readonly SlipLine[] =>
  followUrl === undefined
    ? [{ kind: 'qr', data: `yichuang:${caseNumber}`, moduleSize: 5 }]
    : [
        { kind: 'qr', data: followUrl, moduleSize: 4 },
        { kind: 'text', text: '扫码查看办理进度，请勿转给他人', align: 'center' },
      ];

/** A paper as a slip lists it. */
export const paperLine = ({ name, form, copies }: ReceivedMaterial): SlipLine => ({
  kind: 'pair',
  key: `·${name}`,
  value: `${materialFormNames[form]}${copies}份`,
});

/** 收件凭证: which papers were handed in, and when. It is not an acceptance, and says so. */
export function receiptSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const { promised } = deadlinesOf(caseFile, place.calendar);
  return caseSlip('收件凭证', caseFile, place, [
    ...caseFile.materials.map(paperLine),
    { kind: 'divider' },
    { kind: 'pair', key: '收件时间', value: formatBeijing(momentOf(caseFile.received)) },
    { kind: 'pair', key: '承诺办结', value: deadlineText(promised, caseFile.matter.promised) },
    { kind: 'text', text: '本凭证证明收到上列材料，不等于受理。' },
    ...followCode(caseFile, place),
  ]);
}

/** 受理通知书 as a slip: accepted when, decided by when. */
export function acceptanceSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const { promised, statutory } = deadlinesOf(caseFile, place.calendar);
  const { accepted, matter, received } = caseFile;
  const owed = owedPapers(caseFile, place.calendar, beijingDateOf(momentOf(accepted ?? received)));
  return caseSlip('受理通知书', caseFile, place, [
    { kind: 'pair', key: '受理时间', value: accepted === null ? '' : formatBeijing(momentOf(accepted)) },
    ...(owed.length === 0
      ? []
      : ([
          { kind: 'text', text: '容缺受理，请按时补交：', bold: true },
          ...owed.map(
            ({ name, due, provisional, supplied }): SlipLine => ({
              kind: 'pair',
              key: `·${name}`,
              value: supplied === null ? `${formatDate(due)}前${provisional ? '（暂定）' : ''}` : '已补交',
            }),
          ),
          { kind: 'divider' },
        ] as const)),
    { kind: 'pair', key: '承诺办结', value: deadlineText(promised, matter.promised) },
    { kind: 'pair', key: '法定办结', value: deadlineText(statutory, matter.statutory) },
    { kind: 'text', text: '结果由本窗口发放、送达，请保管好本通知书。' },
  ]);
}

/** 领证单: the result leaves the counter that received the case. */
export function resultSlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const { decision, issued } = caseFile;
  return caseSlip(decision?.outcome === 'rejected' ? '不予决定领取单' : '领证单', caseFile, place, [
    { kind: 'pair', key: '办理结果', value: decision?.outcome === 'rejected' ? '不予批准' : '准予批准' },
    { kind: 'text', text: `签批意见：${decision?.opinion ?? ''}` },
    {
      kind: 'pair',
      key: '签批时间',
      value: decision === null ? '' : formatBeijing(momentOf(decision.decided)),
    },
    ...(issued?.certificate
      ? ([
          { kind: 'pair', key: '证照', value: issued.certificate.name },
          { kind: 'pair', key: '证照编号', value: issued.certificate.number },
          { kind: 'pair', key: '份数', value: `${issued.certificate.copies}份` },
        ] as const)
      : []),
    { kind: 'pair', key: '发证时间', value: issued === null ? '' : formatBeijing(momentOf(issued.at)) },
    { kind: 'text', text: '对结果不服的，可在60日内申请行政复议，或在6个月内提起行政诉讼。' },
  ]);
}

const deliveryNames = { onSite: '窗口直接送达', post: '邮寄送达', left: '留置送达' } as const;

/** 送达回证: who took the result, how and when. */
export function deliverySlip(caseFile: CaseFile, place: SlipPlace): Slip {
  const { delivered } = caseFile;
  const recipient = delivered === null ? null : reveal(delivered.recipient);
  return caseSlip('送达回证', caseFile, place, [
    { kind: 'pair', key: '送达方式', value: deliveryNames[delivered?.method ?? 'onSite'] },
    { kind: 'pair', key: '送达地点', value: `${place.organisationName} ${place.counterName}` },
    { kind: 'pair', key: '收件人', value: recipient?.name ?? '' },
    { kind: 'pair', key: '与申请人关系', value: recipient?.relation === 'agent' ? '受委托代办' : '本人' },
    { kind: 'pair', key: '送达时间', value: delivered === null ? '' : formatBeijing(momentOf(delivered.at)) },
    ...(place.ratingCode === undefined
      ? []
      : ([
          { kind: 'pair', key: '评价码', value: place.ratingCode },
          {
            kind: 'text',
            text: `欢迎在窗口屏幕上${place.followUrl === undefined ? '' : '或扫码'}凭评价码评价本次服务，一件事评价一次。`,
          },
          ...(place.followUrl === undefined ? [] : followCode(caseFile, place)),
        ] as const)),
    ...(delivered?.witness ? [{ kind: 'pair', key: '见证人', value: delivered.witness } as const] : []),
  ]);
}
