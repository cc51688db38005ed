import { useQuery } from '@tanstack/react-query';
import { Input, type InputRef, Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { CaseTable } from '../../ui/cases/case-table.tsx';
import { KeyHint } from '../../ui/keys/key-hint.tsx';
import { useKeys } from '../../ui/keys/use-keys.ts';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';
import { keyMap } from '../shell/key-map.ts';
import { openCase } from '../shell/place.ts';

/** All cases of this counter, or those that are not finished. */
export function CasesPage() {
  const [scope, setScope] = useState<'open' | 'all'>('open');
  const [text, setText] = useState('');
  const search = useRef<InputRef>(null);
  useEffect(() => search.current?.focus(), []);
  useKeys({ [keyMap.matterSearch]: () => search.current?.focus() });
  const { data = [], error } = useQuery({
    ...queries.cases.list.queryOptions({ input: { scope, text: text.trim() } }),
    placeholderData: (before) => before,
  });
  return (
    <section className="desk-page" aria-label="办件列表">
      <header className="desk-page-head">
        <h1>办件列表</h1>
        <div className="desk-page-tools">
          <Segmented
            value={scope}
            onChange={setScope}
            options={[
              { value: 'open', label: '在办' },
              { value: 'all', label: '全部' },
            ]}
          />
          <Input
            ref={search}
            allowClear
            value={text}
            maxLength={100}
            placeholder="办件编号、事项或申请人"
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
      <div className="desk-page-body">
        <CaseTable
          rows={data}
          onOpen={openCase}
          empty={
            <EmptyHint title={text.trim() === '' ? '还没有办件' : '没有找到符合的办件'}>
              <p>
                {text.trim() === ''
                  ? '按 Alt+1 回到办理，收件后会出现在这里。'
                  : '请换几个字再找，或选“全部”。'}
              </p>
            </EmptyHint>
          }
        />
      </div>
    </section>
  );
}
