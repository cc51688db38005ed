import { beijingDateOf, formatBeijing, formatDate } from '../../clock/beijing.ts';
import { momentOf } from '../../clock/evidence.ts';
import { isVirtual } from '../../devices/evidence.ts';
import { materialFormNames } from '../../matters/matter.ts';
import { erasedText, reveal } from '../../sync/personal.ts';
import type { CaseFile } from '../case-file.ts';
import { type ApprovingSide, approvingSides } from '../outside.ts';
import { printOutcomeText } from '../printing.ts';
import { statusName } from '../wording.ts';
import type { CaseDocument } from './document.ts';
import type { DocumentOffice } from './of-case.ts';
import type { CaseVolume, VolumePart } from './printed.ts';

export const volumeTitle = '审批卷宗';
/** `00` stands before every document (`documentCodes`). */
export const volumeNumber = ({ caseNumber }: Pick<CaseFile, 'caseNumber'>): string => `${caseNumber}-00`;

/**
 * The archive volume of a case (卷宗): 归档资料应从政务服务网系统中打印后入卷 (管政〔2016〕20号). Its documents as they came about,
 * then its materials as they were handed in; a material without a scan has a sheet that holds its place.
 */
export function volumeOf(
  caseFile: CaseFile,
  office: DocumentOffice & { readonly documents: readonly CaseDocument[] },
): CaseVolume {
  const { archive, caseNumber, matter, materials, attachments, prints, received, decision, delivered } =
    caseFile;
  const applicant = reveal(caseFile.applicant);
  const end = delivered?.at ?? caseFile.ending?.at ?? caseFile.nonAcceptance?.at ?? null;
  // The certificate itself is printed once, for its holder: the volume has the slip that it was collected with.
  const parts: VolumePart[] = office.documents
    .filter(({ kind }) => kind !== 'certificate')
    .map((document) => ({ kind: 'document', document }));
  for (const { materialId, name, form, copies } of materials)
    parts.push({
      kind: 'material',
      title: name,
      form: `${materialFormNames[form]}${copies}份`,
      pages: attachments
        .filter((each) => each.materialId === materialId)
        .sort((a, b) => a.page - b.page)
        .map(({ hash, mediaType, sheets }) => ({
          ...{ hash, mediaType },
          ...(mediaType === 'application/pdf' && { sheets }),
        })),
    });
  return {
    number: volumeNumber(caseFile),
    agency: office.receiving.name,
    title: volumeTitle,
    cover: [
      ['案卷题名', `${applicant?.name ?? erasedText}申请办理“${matter.name}”`],
      ['办件编号', caseNumber],
      ['实施主体', matter.departmentName],
      ['收件日期', formatDate(beijingDateOf(momentOf(received)))],
      ['办结日期', end === null ? '尚未办结' : formatDate(beijingDateOf(momentOf(end)))],
      [
        '办理结果',
        decision === null ? statusName(caseFile) : decision.outcome === 'approved' ? '准予' : '不予',
      ],
      ...outsideLines(caseFile, office),
      ['保管期限', archive === null ? '' : `${archive.years}年（至${formatDate(archive.until)}）`],
      ['立卷人', archive === null ? '' : office.nameOf(archive.by)],
    ],
    parts,
    printLog: prints.map(({ at, by, number, title, copy, settled }, index) => [
      String(index + 1),
      formatBeijing(momentOf(at)),
      `${title}（${number.slice(caseNumber.length + 1)}）`,
      `第${copy}次`,
      office.nameOf(by),
      printOutcomeText(settled?.outcome ?? null),
    ]),
    demo: isVirtual(applicant),
  };
}

/** The exception that a case came in by, with both approvals: they are what stands in for the counter. */
function outsideLines({ outside }: CaseFile, office: DocumentOffice): [string, string][] {
  if (outside === null) return [];
  return [
    ['厅外收件', outside.reason],
    ...Object.entries(approvingSides).map(([side, name]): [string, string] => {
      const given = outside.approvals[side as ApprovingSide];
      if (given === undefined) return [name, '未批准'];
      const on = formatDate(beijingDateOf(momentOf(given.at)));
      return [name, `${given.document}，${office.nameOf(given.by)}，${on}`];
    }),
  ];
}
