import { Segmented, Table } from 'antd';
import { useEffect, useState } from 'react';
import { formatDate } from '#shared/clock/beijing.ts';
import { renewalSpans } from '#shared/contracts/renewals.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { department } from '../desk.ts';

type Span = (typeof renewalSpans)[number];
type Entry = Extract<
  Awaited<ReturnType<typeof department.certificates.renewals>>,
  { kind: 'done' }
>['entries'][number];

/** The department's certificates that run out soon. The district is asked when the page is opened or the span changes. */
export function RenewalsPage() {
  const [days, setDays] = useState<Span>(90);
  const [found, setFound] = useState<{ of: Span; entries: Entry[]; sentence: string } | null>(null);
  useEffect(() => {
    let wanted = true;
    const show = (entries: Entry[], sentence: string) => wanted && setFound({ of: days, entries, sentence });
    department.certificates.renewals({ days }).then(
      (answer) => (answer.kind === 'done' ? show(answer.entries, '') : show([], answer.refusal.message)),
      (error) => show([], sentenceOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [days]);
  const settled = found?.of === days ? found : null;
  return (
    <section className="desk-page" aria-label="到期换证">
      <header className="desk-page-head">
        <div>
          <h1>到期换证</h1>
          <p>本部门发出、即将到期的证照，请提前通知持证人申请换证。最多列出最早到期的100份。</p>
        </div>
        <Segmented<Span>
          aria-label="多少天内到期"
          value={days}
          onChange={setDays}
          options={renewalSpans.map((value) => ({ value, label: `${value}天内` }))}
        />
      </header>
      <Refusal>{settled?.sentence ?? ''}</Refusal>
      <div className="desk-page-body">
        {settled === null ? (
          <p className="department-wait">正在查询证照库…</p>
        ) : settled.sentence !== '' ? null : settled.entries.length === 0 ? (
          <EmptyHint title={`${days}天内没有到期的证照`}>
            <p>
              {days === Math.max(...renewalSpans) ? '' : '可以在右上角选择更长的时间。'}按 Alt+1 回到待签批。
            </p>
          </EmptyHint>
        ) : (
          <Table<Entry>
            rowKey="number"
            pagination={false}
            dataSource={settled.entries}
            columns={[
              { title: '到期日', width: 160, render: (_, { until }) => until && formatDate(until) },
              { title: '证照', width: 240, dataIndex: 'name' },
              { title: '证号', width: 260, dataIndex: 'number' },
              { title: '持证人', dataIndex: 'holderName' },
              { title: '发证日', width: 160, render: (_, { from }) => formatDate(from) },
            ]}
          />
        )}
      </div>
    </section>
  );
}
