import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { PrintJobView } from '#shared/contracts/devices.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { clerk, queries } from '../desk.ts';

const states: Readonly<Record<PrintJobView['state'], readonly [words: string, tone: string]>> = {
  waiting: ['等待确认', 'work'],
  printing: ['正在打印', 'work'],
  printed: ['已打印', 'good'],
  failed: ['没有打印', 'bad'],
  unknown: ['未确认', 'warn'],
  noPrinter: ['没有打印机', 'off'],
};

/** The last prints, with what came of each. What was not printed is tried again; of what was, a copy is made. */
export function PrintJobs() {
  const { data = [] } = useQuery(queries.devices.jobs.queryOptions());
  const retry = useAction((jobId: string) => clerk.devices.retry({ jobId }));
  const reprint = useAction((jobId: string) => clerk.devices.reprint({ jobId }));
  return (
    <section aria-label="打印记录" className="print-jobs">
      <h2>打印记录</h2>
      <Refusal>{retry.sentence || reprint.sentence}</Refusal>
      <Table<PrintJobView>
        rowKey="id"
        size="small"
        dataSource={[...data]}
        pagination={{ pageSize: 10, hideOnSinglePage: true, showSizeChanger: false }}
        locale={{ emptyText: '还没有打印过' }}
        columns={[
          {
            title: '时间',
            dataIndex: 'createdAt',
            width: 190,
            render: (_, row) => formatBeijing(row.createdAt),
          },
          {
            title: '内容',
            dataIndex: 'title',
            render: (_, row) => (row.copy ? `${row.title}（重打）` : row.title),
          },
          { title: '位置', dataIndex: 'placeName', width: 80 },
          { title: '打印机', dataIndex: 'printer', width: 170, render: (_, row) => row.printer || '—' },
          {
            title: '结果',
            width: 120,
            render: (_, row) => (
              <span className="device-state">
                <span className={`status-dot status-dot-${states[row.state][1]}`} />
                {states[row.state][0]}
              </span>
            ),
          },
          { title: '说明', dataIndex: 'sentence' },
          {
            title: '',
            width: 90,
            render: (_, row) =>
              row.state === 'failed' || row.state === 'noPrinter' ? (
                <Button size="small" onClick={() => retry.run(row.id)}>
                  重试
                </Button>
              ) : (
                row.state !== 'printing' &&
                row.state !== 'waiting' && (
                  <Button size="small" onClick={() => reprint.run(row.id)}>
                    重打
                  </Button>
                )
              ),
          },
        ]}
      />
    </section>
  );
}
