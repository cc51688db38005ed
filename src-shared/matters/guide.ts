import type { CaseDocument } from '../cases/documents/document.ts';
import type { BeijingDate } from '../clock/beijing.ts';
import type { MatterDetail } from '../contracts/matter-views.ts';
import { materialRemark } from './material-remark.ts';

/** What is told about a matter on A4 (办事指南): the eleven public fields, and the materials with issuer and basis. */
export function matterGuide(
  matter: Pick<MatterDetail, 'code' | 'name' | 'publicFields' | 'localFields' | 'materials' | 'elsewhere'>,
  place: { organisationName: string; today: BeijingDate },
): Omit<CaseDocument, 'kind'> {
  const supervision = matter.publicFields.find(({ label }) => label === '监督渠道')?.value ?? '';
  return {
    title: '办事指南',
    agency: place.organisationName,
    number: matter.code,
    addressee: '',
    blocks: [
      {
        kind: 'facts',
        rows: [
          ['事项名称', matter.name],
          ...[...matter.localFields, ...matter.publicFields].map(
            ({ label, value }) => [label, value] as const,
          ),
          ...(matter.elsewhere === '' ? [] : [['到哪里办', matter.elsewhere] as const]),
        ],
      },
      {
        kind: 'paragraph',
        text: matter.materials.length === 0 ? '本事项不需要材料。' : '申请时请带齐以下材料：',
      },
      ...(matter.materials.length === 0
        ? []
        : [
            {
              kind: 'table',
              head: ['序号', '材料', '出具单位', '要求依据', '形式、份数', '说明'],
              rows: matter.materials.map((material, index) => [
                String(index + 1),
                material.name,
                material.issuer,
                material.basis,
                `${material.formName}${material.copies}份`,
                materialRemark(material),
              ]),
            } as const,
          ]),
    ],
    seal: null,
    date: place.today,
    contact: supervision,
    qr: matter.code,
    demo: false,
  };
}
