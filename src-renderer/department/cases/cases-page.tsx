import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';
import { CaseList } from './case-list.tsx';
import { OpenCase } from './open-case.tsx';

/** The list on the left, the case that is open on the right. */
export function CasesPage({ scope }: { readonly scope: 'inbox' | 'decided' }) {
  const {
    data: rows = [],
    error,
    isPending,
  } = useQuery(queries.cases.list.queryOptions({ input: { scope } }));
  const [chosen, setChosen] = useState<string | null>(null);
  // A case that was signed stays open on the right although it has left the list.
  const openId = chosen ?? rows[0]?.id ?? null;
  const first = rows[0]?.id ?? null;
  const next = rows.find(({ id }) => id !== openId);
  useEffect(() => {
    if (chosen === null && first !== null) setChosen(first);
  }, [chosen, first]);

  if (error !== null) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p className="department-wait">正在打开办件…</p>;
  if (rows.length === 0 && openId === null) {
    return (
      <EmptyHint title={scope === 'inbox' ? '没有等待签批的办件' : '还没有签批过的办件'}>
        <p>
          {scope === 'inbox'
            ? '窗口受理后会自动出现在这里。按 Alt+2 查看已签批的办件。'
            : '签批后的办件会列在这里。按 Alt+1 回到待签批。'}
        </p>
      </EmptyHint>
    );
  }
  return (
    <div className="department-columns">
      <CaseList rows={rows} openId={openId} onOpen={setChosen} />
      {openId !== null && (
        <OpenCase
          key={openId}
          caseId={openId}
          {...(next !== undefined && { onNext: () => setChosen(next.id) })}
        />
      )}
    </div>
  );
}
