import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Input, type InputRef, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { searchExpression } from '#shared/cases/search-terms.ts';
import { casesPerPage } from '#shared/contracts/case-views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { CaseTable } from '../../ui/cases/case-table.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { type CaseScope, openCase, showCases, usePlace } from '../shell/place.ts';

/** All cases of this counter, or those that are not finished. */
export function CasesPage() {
  const scope = usePlace((place) => place.scope);
  const [text, setText] = useState('');
  const search = useRef<InputRef>(null);
  useEffect(() => search.current?.focus(), []);
  useKeys({ [keyMap.matterSearch]: () => search.current?.focus() });
  // What is typed is looked up once the fingers rest for a moment.
  const wanted = useDeferred(text.trim(), 60);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    ...queries.cases.list.infiniteOptions({
      input: (after: string | null) => ({ scope, text: wanted, after }),
      initialPageParam: null as string | null,
      getNextPageParam: (page) => (page.length < casesPerPage(wanted) ? undefined : page.at(-1)?.id),
    }),
    placeholderData: (before) => before,
  });
  const rows = data?.pages.flat() ?? [];
  const more = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  const tooShort = wanted !== '' && searchExpression(wanted) === null;
  return (
    <section className="desk-page" aria-label="办件列表">
      <header className="desk-page-head">
        <h1>办件列表</h1>
        <div className="desk-page-tools">
          <Segmented<CaseScope>
            value={scope}
            onChange={showCases}
            options={[
              { value: 'open', label: '在办' },
              { value: 'owing', label: '待补材料' },
              { value: 'voiding', label: '待复核作废' },
              { value: 'outside', label: '厅外待批' },
              { value: 'rated', label: '差评' },
              { value: 'ended', label: '已终结' },
              { value: 'all', label: '全部' },
            ]}
          />
          <Input
            ref={search}
            allowClear
            value={text}
            maxLength={100}
            placeholder="编号、证件号、姓名、拼音、电话尾号"
            aria-label="查找办件"
            style={{ width: 320 }}
            suffix={<KeyHint>{keyMap.matterSearch}</KeyHint>}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') {
                event.preventDefault();
                document.querySelector<HTMLElement>('tr[data-row-key]')?.focus();
              }
            }}
          />
        </div>
      </header>
      <Refusal>{error === null ? '' : sentenceOf(error)}</Refusal>
      <div
        className="desk-page-body"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          if (scrollTop + 2 * clientHeight > scrollHeight) more();
        }}
      >
        <CaseTable
          rows={rows}
          onOpen={openCase}
          empty={
            <EmptyHint title={text.trim() === '' ? '这里还没有办件' : '没有找到符合的办件'}>
              <p>
                {text.trim() === ''
                  ? '按 Alt+1 回到办理，收件后会出现在这里。'
                  : tooShort
                    ? '再多输入一点：数字至少四位，拼音至少两个字母。'
                    : '请换几个字再找，或选“全部”。'}
              </p>
            </EmptyHint>
          }
        />
        {hasNextPage && (
          <Button type="text" block loading={isFetchingNextPage} onClick={more}>
            显示更早的办件
          </Button>
        )}
      </div>
    </section>
  );
}

/** A value that changed, once it has not changed again for so many milliseconds. */
function useDeferred(value: string, ms: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
