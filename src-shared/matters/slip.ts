import { type BeijingDate, formatDate } from '../clock/beijing.ts';
import type { MatterDetail } from '../contracts/matter-views.ts';
import type { Slip } from '../devices/slip.ts';
import { materialRemark } from './material-remark.ts';

/** What somebody takes home about a matter (一次性告知): its public fields and what to bring, on ticket paper. */
export function matterSlip(
  matter: Pick<MatterDetail, 'name' | 'publicFields' | 'localFields' | 'materials' | 'elsewhere'>,
  place: { organisationName: string; today: BeijingDate },
): Slip {
  return {
    width: '80mm',
    title: '办事指南',
    lines: [
      { kind: 'text', text: matter.name, align: 'center', bold: true, size: 2 },
      ...(matter.elsewhere === '' ? [] : [{ kind: 'text', text: matter.elsewhere, bold: true } as const]),
      { kind: 'divider' },
      ...[...matter.localFields, ...matter.publicFields].map(
        ({ label, value }) => ({ kind: 'pair', key: label, value }) as const,
      ),
      { kind: 'divider' },
      { kind: 'text', text: `需带材料（${matter.materials.length}项）`, bold: true },
      ...matter.materials.flatMap((material, index) => [
        {
          kind: 'text',
          text: `${index + 1}. ${material.name}　${material.formName}${material.copies}份`,
          bold: true,
        } as const,
        { kind: 'text', text: `出具：${material.issuer}` } as const,
        { kind: 'text', text: `依据：${material.basis}` } as const,
        ...(materialRemark(material) === ''
          ? []
          : [{ kind: 'text', text: materialRemark(material) } as const]),
      ]),
      { kind: 'divider' },
      { kind: 'text', text: `${place.organisationName}　${formatDate(place.today)}` },
      { kind: 'text', text: '内容以办理当日公布的为准。' },
    ],
  };
}
