/** Documents and volumes as they are printed, for tests of the pages. */
import type { CaseFile } from '#shared/cases/case-file.ts';
import type { CaseDocument } from '#shared/cases/documents/document.ts';
import { type DocumentOffice, documentsOfCase } from '#shared/cases/documents/of-case.ts';
import { type PrintedContent, printTemplate } from '#shared/cases/documents/printed.ts';
import { volumeOf } from '#shared/cases/documents/volume.ts';
import { beijing, calendar2026, caseThrough, day, matter, personal, stamp } from './domain.ts';

export const documentOffice: DocumentOffice = {
  receiving: { name: '航海东路街道便民服务中心', contact: '航海东路100号，0371-00000000' },
  deciding: { name: '管城回族区民政局', contact: '区政务服务中心三楼，0371-00000001' },
  counterName: '3号综合窗口',
  calendar: calendar2026,
  nameOf: () => '管小窗',
  placeName: (id) => id,
  matter: matter(),
};

/** A case to which everything has happened that a document tells of. */
export function eventfulCase(): CaseFile {
  const by = 'person-clerk';
  const at = (text: string) => stamp(beijing(text));
  const { delivered } = caseThrough();
  return {
    ...delivered,
    agent: personal({
      name: '城代安',
      idNumber: '410104199001010019',
      phone: '',
      relation: '社区代办员',
      authorisation: 'signed',
      fee: 0,
      source: 'typed',
    }),
    notices: [
      {
        missing: [
          { materialId: 'proof', name: '疾病诊断证明', why: '复印件未加盖医院公章，请补盖后提交。' },
          { materialId: 'application', name: '临时救助申请表', why: '第2页未签名，请申请人签名。' },
        ],
        papersKept: true,
        newFacts: null,
        supplies: [
          {
            materials: [{ materialId: 'proof', name: '疾病诊断证明', form: 'copy', copies: 1 }],
            by,
            at: at('2026-09-22 09:08'),
          },
        ],
        by,
        at: at('2026-09-22 09:06'),
        supplemented: { by, at: at('2026-09-22 09:08') },
      },
    ],
    nonAcceptance: {
      ground: 'notOurPower',
      reason: '该事项不属于本机关职权范围。',
      basis: '《中华人民共和国行政许可法》第三十二条第一款第（二）项',
      authority: '管城回族区医疗保障局',
      by,
      at: at('2026-09-22 09:09'),
    },
    procedures: [
      {
        procedureId: 'p1',
        kind: 'hearing',
        first: day('2026-09-28'),
        last: day('2026-10-12'),
        basis: '《中华人民共和国行政许可法》第四十六条',
        reason: '涉及公共利益。',
        by,
        at: at('2026-09-23 10:00'),
        opinion: null,
      },
    ],
    extensions: [{ days: 10, reason: '需要向外地核实家庭财产。', by, at: at('2026-09-24 10:00') }],
    custody: [
      {
        step: 'handOver',
        volumes: 1,
        from: '3号综合窗口',
        to: '管城回族区民政局',
        reason: null,
        by,
        at: at('2026-09-22 17:00'),
        taken: null,
      },
    ],
  };
}

export const printOf = (document: CaseDocument, copy = 1): PrintedContent => ({
  template: printTemplate,
  kind: 'document',
  copy,
  document,
});

/** Every document of that case, and the refusal that it did not come to. */
export function everyDocument(): readonly CaseDocument[] {
  const file = eventfulCase();
  const refused: CaseFile = {
    ...file,
    decision: file.decision && {
      ...file.decision,
      outcome: 'rejected',
      opinion: '家庭人均收入高于当地最低生活保障标准。',
    },
  };
  return [
    ...documentsOfCase(file, documentOffice),
    ...documentsOfCase(refused, documentOffice).filter(({ kind }) => kind === 'rejection'),
  ];
}

/** The volume of that case with so many scanned pages of one of its materials. @param scans their hashes */
export function volumeWithScans(scans: readonly string[]): PrintedContent {
  const file = eventfulCase();
  const attachments = scans.map((hash, index) => ({
    ...{ hash, materialId: 'application', page: index + 1, mediaType: 'image/jpeg', bytes: 1, sheets: 1 },
    onFileFrom: null,
  })) as CaseFile['attachments'];
  const documents = documentsOfCase(file, documentOffice);
  const volume = volumeOf({ ...file, attachments }, { ...documentOffice, documents });
  return { template: printTemplate, kind: 'volume', copy: 1, volume };
}
