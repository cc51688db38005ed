import { Alert, Descriptions } from 'antd';
import type { ReactNode } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { CaseDetail } from '#shared/contracts/case-views.ts';
import { DueDate } from '../clock/clock-dialog.tsx';
import { CaseNumber } from './case-number.tsx';
import { CaseState, Light, SunkTag } from './light.tsx';

const outcomes = { approved: '同意', rejected: '不同意' } as const;

/** What is known about a case, without its applicant. */
export function CaseFacts({ detail, column = 2 }: { readonly detail: CaseDetail; readonly column?: number }) {
  const { decision } = detail;
  const moment = (at: Parameters<typeof formatBeijing>[0] | null, none: string) =>
    at === null ? none : formatBeijing(at);
  return (
    <>
      {detail.attention !== null && (
        <Alert type="warning" showIcon title={detail.attention} className="case-facts-attention" />
      )}
      <Descriptions
        bordered
        size="small"
        column={column}
        styles={{ label: { whiteSpace: 'nowrap' } }}
        items={[
          {
            key: 'number',
            label: '办件编号',
            span: 'filled',
            children: <CaseNumber number={detail.caseNumber} />,
          },
          {
            key: 'matter',
            label: '事项',
            span: 'filled',
            children: (
              <>
                {detail.matterName} {detail.sunk && <SunkTag />}
              </>
            ),
          },
          { key: 'department', label: '实施主体', children: detail.departmentName },
          { key: 'status', label: '状态', children: <CaseState row={detail} /> },
          // What has ended undecided falls due no more.
          ...(detail.ending !== null
            ? []
            : [
                {
                  key: 'promised',
                  label: '承诺时限',
                  children: <DueDate caseId={detail.id}>{detail.promisedText}</DueDate>,
                },
                {
                  key: 'statutory',
                  label: '法定时限',
                  children: <DueDate caseId={detail.id}>{detail.statutoryText}</DueDate>,
                },
                { key: 'light', label: '时限提醒', children: <Light row={detail} /> },
              ]),
          { key: 'receivedBy', label: '收件人', children: detail.receivedBy },
          { key: 'receivedAt', label: '收件时间', children: formatBeijing(detail.receivedAt) },
          {
            key: 'uploadedAt',
            label: '上传时间',
            children: moment(detail.uploadedAt, '尚未上传，连通后自动上传'),
          },
          {
            key: 'confirmedAt',
            label: '群众确认',
            children: moment(
              detail.confirmedAt,
              detail.corrections.length > 0 ? '更正后未重新确认' : '未在屏幕上确认',
            ),
          },
          { key: 'acceptedAt', label: '受理时间', children: moment(detail.acceptedAt, '尚未受理') },
          ...(decision === null
            ? []
            : [
                {
                  key: 'decision',
                  label: '签批',
                  span: 'filled' as const,
                  children: (
                    <>
                      <strong>{outcomes[decision.outcome]}</strong>　{decision.opinion}
                      <br />
                      {decision.decidedBy}　{formatBeijing(decision.decidedAt)}
                    </>
                  ),
                },
                { key: 'issuedAt', label: '发证时间', children: moment(detail.issuedAt, '尚未发证') },
                { key: 'deliveredAt', label: '送达时间', children: moment(detail.deliveredAt, '尚未送达') },
              ]),
        ]}
      />
    </>
  );
}

/** The papers that were handed over; with what can be done about each, where something can. */
export function CaseMaterials({
  detail,
  ways,
}: {
  readonly detail: CaseDetail;
  readonly ways?: (material: CaseDetail['materials'][number]) => ReactNode;
}) {
  if (detail.materials.length === 0) return <p>没有登记材料。</p>;
  return (
    <ol className="case-materials">
      {detail.materials.map((material) => {
        const { materialId, name, form, copies } = material;
        return (
          <li key={materialId}>
            <span>{name}</span>
            <span>
              {form} {copies}份
            </span>
            {ways?.(material)}
          </li>
        );
      })}
    </ol>
  );
}
