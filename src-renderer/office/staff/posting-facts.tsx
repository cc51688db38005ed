import { Descriptions } from 'antd';
import { formatDate } from '#shared/clock/beijing.ts';
import type { StaffRow } from '#shared/contracts/office.ts';
import { grantText } from '#shared/organisation/signing-grant.ts';

/** The posting in words. */
export function PostingFacts({ posting }: { readonly posting: StaffRow }) {
  const { certificateNumber, certificateUntil, experiencedSince, from, to } = posting;
  return (
    <Descriptions
      size="small"
      column={2}
      bordered
      items={[
        { key: 'name', label: '姓名', children: `${posting.name}　${posting.staffNumber}` },
        { key: 'role', label: '岗位', children: posting.roleName },
        { key: 'place', label: '所在机构', children: posting.organisationName, span: 2 },
        { key: 'unit', label: '派出单位', children: posting.unitName || '本机构人员', span: 2 },
        { key: 'from', label: '任职开始', children: formatDate(from) },
        { key: 'to', label: '任职结束', children: to === null ? '长期' : formatDate(to) },
        {
          key: 'certificate',
          label: '执法证',
          span: 2,
          children:
            certificateUntil === null
              ? '未登记'
              : `${certificateNumber}，有效期至${formatDate(certificateUntil)}`,
        },
        {
          key: 'grants',
          label: '签批授权',
          span: 2,
          children: posting.grants.length === 0 ? '没有' : posting.grants.map(grantText).join('；'),
        },
        {
          key: 'since',
          label: '从业起始',
          span: 2,
          children: experiencedSince === null ? '未填' : formatDate(experiencedSince),
        },
      ]}
    />
  );
}
