import { useInfiniteQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Table } from 'antd';
import { useState } from 'react';
import { formatBeijing } from '#shared/clock/beijing.ts';
import type { UnmaskingRow } from '#shared/contracts/office-unmaskings.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';

/** Who was shown what is masked otherwise: for auditors and supervisors, as the district has it on record. */
export function UnmaskingsPage() {
  const [text, setText] = useState('');
  const { data, error, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(
    queries.unmaskings.page.infiniteOptions({
      input: (before: string | null) => ({ text, before }),
      initialPageParam: null,
      getNextPageParam: (page) => (page.kind === 'done' && page.more ? (page.rows.at(-1)?.id ?? null) : null),
      placeholderData: (before) => before,
    }),
  );
  const pages = data?.pages ?? [];
  const rows = pages.flatMap((page) => (page.kind === 'done' ? page.rows : []));
  const [first] = pages;
  const alarms = first?.kind === 'done' ? first.alarms : [];
  const refusal = pages.findLast((page) => page.kind === 'refused');
  const sentence = error !== null ? sentenceOf(error) : (refusal?.refusal.message ?? '');
  return (
    <section className="desk-page" aria-label="查阅记录">
      <header className="desk-page-head">
        <div>
          <h1>查阅记录</h1>
          <p>
            谁在什么时候、哪台设备上看过遮盖的个人信息或材料。只记谁看了哪一件，不记内容；您的查看也有日志。
          </p>
        </div>
        <Input.Search
          allowClear
          aria-label="查找"
          placeholder="姓名、工号或完整办件编号"
          maxLength={40}
          style={{ width: 320 }}
          onSearch={(next) => setText(next.trim())}
        />
      </header>
      <Refusal>{sentence}</Refusal>
      {alarms.map((alarm) => (
        <Alert
          key={`${alarm.at} ${alarm.sentence}`}
          type="error"
          showIcon
          role="alert"
          title={alarm.sentence}
          style={{ marginBlockEnd: 8 }}
        />
      ))}
      <div className="desk-page-body">
        <Table<UnmaskingRow>
          rowKey="id"
          sticky
          loading={isFetching && pages.length === 0}
          dataSource={rows}
          pagination={false}
          locale={{
            emptyText: (
              <EmptyHint title={text === '' ? '还没有查阅记录' : '没有找到查阅记录'}>
                <p>
                  {text === ''
                    ? '各窗口和部门查看遮盖内容后，记录会自动上传到这里。'
                    : '请核对姓名、工号，或输入完整的 25 位办件编号。'}
                </p>
              </EmptyHint>
            ),
          }}
          columns={[
            {
              title: '查阅时间',
              width: 220,
              render: (_, row) => (
                <>
                  {formatBeijing(row.at)}
                  <div className="office-faint">上传 {formatBeijing(row.arrivedAt)}</div>
                </>
              ),
            },
            {
              title: '查阅人',
              width: 240,
              render: (_, row) => (
                <>
                  <strong>{row.actorName}</strong>
                  <div className="office-faint">{row.actorOffice}</div>
                </>
              ),
            },
            { title: '查阅内容', dataIndex: 'subject' },
            {
              title: '设备',
              render: (_, row) => (
                <>
                  {row.machineName}
                  <div className="office-faint">{row.placeName}</div>
                </>
              ),
            },
          ]}
        />
        {hasNextPage && (
          <Button block loading={isFetching} onClick={() => void fetchNextPage()}>
            再看更早的
          </Button>
        )}
      </div>
    </section>
  );
}
