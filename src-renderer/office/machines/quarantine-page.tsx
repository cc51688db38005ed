import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Table } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { OfficeDesk, QuarantineRow } from '#shared/contracts/office.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { office, queries } from '../desk.ts';
import { ReasonDialog } from './reason-dialog.tsx';

const tones: Readonly<Record<QuarantineRow['status'], string>> = {
  held: 'office-tag-warn',
  released: 'office-tag-good',
  dismissed: '',
};
type Outcome = 'released' | 'dismissed';

/** The steps that the district holds back until somebody decides: who, where, when and why. */
export function QuarantinePage({ desk }: { readonly desk: OfficeDesk }) {
  const [status, setStatus] = useState<'held' | 'disposed'>('held');
  const [asked, setAsked] = useState<{ row: QuarantineRow; outcome: Outcome } | null>(null);
  const { data: rows = [], error } = useQuery({
    ...queries.quarantine.list.queryOptions({ input: { status } }),
    placeholderData: (before) => before,
  });
  const dispose = useAction(
    (id: string, outcome: Outcome, reason: string) => office.quarantine.dispose({ id, outcome, reason }),
    () => setAsked(null),
  );
  const held = status === 'held';
  return (
    <section className="desk-page" aria-label="隔离">
      <header className="desk-page-head">
        <div>
          <h1>隔离记录</h1>
          <p>
            来自已撤销的设备、任职已结束的人员，或内容有疑问的操作，区级平台先收下、不采用，等安全管理员核查。
            {!desk.may.dispose && '您可以查看，不能处理。'}
          </p>
        </div>
        <Segmented
          value={status}
          onChange={setStatus}
          options={[
            { value: 'held', label: '待处理' },
            { value: 'disposed', label: '已处理' },
          ]}
        />
      </header>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      <div className="desk-page-body">
        <Table<QuarantineRow>
          rowKey="id"
          sticky
          dataSource={[...rows]}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{
            emptyText: (
              <EmptyHint title={held ? '没有待处理的隔离记录' : '还没有处理过的隔离记录'}>
                <p>{held ? '各窗口上传的操作都已采用。有隔离时会自动出现在这里。' : '处理后会列在这里。'}</p>
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '操作',
              width: 150,
              render: (_, row) => <strong>{row.title}</strong>,
            },
            { title: '经办人', width: 120, render: (_, row) => row.actorName || '不明' },
            { title: '来自', dataIndex: 'placeName' },
            {
              title: '办理与到达',
              width: 220,
              render: (_, row) => (
                <>
                  {row.capturedAt === null ? '时间不明' : formatBeijing(row.capturedAt)}
                  <div className="office-faint">到达 {formatBeijing(row.arrivedAt)}</div>
                </>
              ),
            },
            { title: '隔离原因', dataIndex: 'reasonName', width: 200 },
            {
              title: held ? '处理' : '结果',
              width: 260,
              render: (_, row) => (
                <>
                  {(!held || row.pending) && (
                    <span className="office-tags">
                      <span className={`office-tag ${tones[row.status]}`}>{row.statusName}</span>
                      {row.pending && <span className="office-tag office-tag-warn">待上传</span>}
                    </span>
                  )}
                  {row.disposal !== null && (
                    <div className="office-faint">
                      {row.disposal.name} {formatBeijing(row.disposal.at)}：{row.disposal.reason}
                    </div>
                  )}
                  {held && desk.may.dispose && (
                    <span className="office-actions">
                      {row.releasable && (
                        <Button
                          size="small"
                          type="primary"
                          onClick={() => setAsked({ row, outcome: 'released' })}
                        >
                          放行
                        </Button>
                      )}
                      <Button size="small" danger onClick={() => setAsked({ row, outcome: 'dismissed' })}>
                        退回
                      </Button>
                    </span>
                  )}
                  <Refusal>{row.attention ?? ''}</Refusal>
                </>
              ),
            },
          ]}
        />
      </div>
      {asked !== null && (
        <ReasonDialog
          title={asked.outcome === 'released' ? `放行：${asked.row.title}` : `退回：${asked.row.title}`}
          okText={asked.outcome === 'released' ? '确认放行' : '确认退回'}
          danger={asked.outcome === 'dismissed'}
          busy={dispose.busy}
          sentence={dispose.sentence}
          onCancel={() => setAsked(null)}
          onDecide={(reason) => dispose.run(asked.row.id, asked.outcome, reason)}
        >
          <p>
            {asked.row.actorName || '不明人员'}，{asked.row.placeName}，{asked.row.reasonName}。
          </p>
          <p>
            {asked.outcome === 'released'
              ? '放行后按原来的内容采用，时间以到达区级平台为准，不能收回。要本人签名的会再核对一次签名，仍不符的按退回处理。'
              : '退回后不采用，记录保留；原窗口会看到理由，按情况重新办理。'}
          </p>
        </ReasonDialog>
      )}
    </section>
  );
}
