import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import type { InboxCounts, InboxQuestion } from '#shared/contracts/inbox.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries, queryClient } from '../desk.ts';
import { CaseList } from './case-list.tsx';
import { OpenCase } from './open-case.tsx';
import './inbox.css';

type Filter = InboxQuestion['filter'];
const noFilter: Filter = { light: null, assignee: null, stage: null, matterCode: null };
const pageRows = 100;

const sorts = [
  { value: 'urgency', label: '按紧急程度' },
  { value: 'received', label: '先收件的在前' },
  { value: 'latest', label: '后收件的在前' },
  { value: 'matter', label: '按事项' },
] as const;

const hints = {
  review: {
    title: '没有等待审核签批的办件',
    hint: '窗口受理后会自动出现在这里。按 Alt+2 查看已签批的办件。',
  },
  asked: { title: '没有等待答复的征询', hint: '其他部门向本部门征询时会出现在这里。按 Alt+1 回到待签批。' },
  supervised: {
    title: '没有送来监管的办件',
    hint: '其他部门签批、由本部门监管的办件会列在这里。按 Alt+1 回到待签批。',
  },
} as const;

/** What waits at the desk, the most urgent first; the case that is open stands beside it. */
export function InboxPage({
  kind,
  counts,
}: {
  readonly kind: InboxQuestion['kind'];
  readonly counts: InboxCounts;
}) {
  const [sort, setSort] = useState<InboxQuestion['sort']>(kind === 'supervised' ? 'latest' : 'urgency');
  const [filter, setFilter] = useState<Filter>(noFilter);
  const [skip, setSkip] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const {
    data: rows = [],
    error,
    isLoadingError,
    isPending,
  } = useQuery({
    ...queries.inbox.page.queryOptions({ input: { kind, sort, filter, skip } }),
    placeholderData: keepPreviousData,
  });
  const { data: matters = [] } = useQuery(queries.inbox.matters.queryOptions());
  // A case that was signed stays open on the right although it has left the list.
  const openId = chosen ?? rows[0]?.id ?? null;
  const first = rows[0]?.id ?? null;
  const at = rows.findIndex(({ id }) => id === openId);
  const next = rows[at + 1] ?? rows.find(({ id }) => id !== openId);
  const nextId = next?.id ?? null;
  useEffect(() => {
    if (chosen === null && first !== null) setChosen(first);
  }, [chosen, first]);
  // The next one is there before it is asked for.
  useEffect(() => {
    if (nextId === null) return;
    void queryClient.prefetchQuery(queries.cases.get.queryOptions({ input: { caseId: nextId } }));
    void queryClient.prefetchQuery(queries.signing.of.queryOptions({ input: { caseId: nextId } }));
    void queryClient.prefetchQuery(queries.pages.ofCase.queryOptions({ input: { caseId: nextId } }));
  }, [nextId]);

  const narrow = (change: Partial<Filter>): void => {
    setFilter((before) => ({ ...before, ...change }));
    setSkip(0);
    setChosen(null);
  };
  const chip = (label: string, count: number, is: boolean, change: Partial<Filter>, colour = '') => (
    <button
      key={label}
      type="button"
      className={`inbox-chip ${colour}`}
      aria-pressed={is}
      onClick={() => narrow(is ? noFilter : { ...noFilter, ...change })}
    >
      {label} <b>{count}</b>
    </button>
  );
  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p className="department-wait">正在打开办件…</p>;
  const narrowed = JSON.stringify(filter) !== JSON.stringify(noFilter);
  if (rows.length === 0 && openId === null && !narrowed && skip === 0) {
    return (
      <EmptyHint title={hints[kind].title}>
        <p>{hints[kind].hint}</p>
      </EmptyHint>
    );
  }
  return (
    <>
      {kind === 'review' && (
        <div className="inbox-bar" role="toolbar" aria-label="筛选">
          {chip('全部', counts.review, !narrowed, noFilter)}
          {chip('已超法定时限', counts.red, filter.light === 'red', { light: 'red' }, 'inbox-red')}
          {chip(
            '已超承诺时限',
            counts.yellow,
            filter.light === 'yellow',
            { light: 'yellow' },
            'inbox-yellow',
          )}
          {chip('即将到期', counts.prompt, filter.light === 'prompt', { light: 'prompt' }, 'inbox-prompt')}
          {chip('我的', counts.mine, filter.assignee === 'me', { assignee: 'me' })}
          {chip('已有拟办意见', counts.drafted, filter.stage === 'drafted', { stage: 'drafted' })}
          <Select
            aria-label="事项"
            allowClear
            showSearch
            optionFilterProp="label"
            placeholder="全部事项"
            value={filter.matterCode}
            options={matters.map(({ code, name, count }) => ({ value: code, label: `${name}（${count}）` }))}
            onChange={(matterCode) => narrow({ matterCode: matterCode ?? null })}
          />
          <Select
            aria-label="排序"
            value={sort}
            options={[...sorts]}
            onChange={(value) => {
              setSort(value);
              setSkip(0);
              setChosen(null);
            }}
          />
        </div>
      )}
      <div className="department-columns">
        <div className="inbox-list">
          <CaseList
            rows={rows}
            openId={openId}
            onOpen={setChosen}
            none={narrowed ? '没有符合条件的办件' : '已全部签批'}
          />
          {(skip > 0 || rows.length === pageRows) && (
            <div className="inbox-pages">
              <Button disabled={skip === 0} onClick={() => turn(-pageRows)}>
                上一页
              </Button>
              <span>
                第{skip + 1}至{skip + rows.length}件
              </span>
              <Button disabled={rows.length < pageRows} onClick={() => turn(pageRows)}>
                下一页
              </Button>
            </div>
          )}
        </div>
        {openId !== null && (
          <OpenCase
            key={openId}
            caseId={openId}
            {...(next !== undefined && { onNext: () => setChosen(next.id) })}
          />
        )}
      </div>
    </>
  );

  function turn(by: number): void {
    setSkip((before) => Math.max(0, before + by));
    setChosen(null);
  }
}
