import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Refusal } from '../../ui/action/refusal.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { queries } from '../desk.ts';
import { CaseList } from './case-list.tsx';
import { OpenCase } from './open-case.tsx';

const empty = {
  decided: { title: '还没有签批过的办件', hint: '签批后的办件会列在这里。按 Alt+1 回到待签批。' },
  ended: {
    title: '没有未经签批就终结的办件',
    hint: '撤回、终止、并案和作废的办件会列在这里。按 Alt+1 回到待签批。',
  },
  owing: {
    title: '没有等申请人补材料的办件',
    hint: '待补正和容缺待补的办件会列在这里。按 Alt+1 回到待签批。',
  },
} as const;

/** The list on the left, the case that is open on the right. */
export function CasesPage({ scope }: { readonly scope: 'decided' | 'ended' | 'owing' }) {
  const {
    data: rows = [],
    error,
    isLoadingError,
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

  if (isLoadingError) return <Refusal>{sentenceOf(error)}</Refusal>;
  if (isPending) return <p className="department-wait">正在打开办件…</p>;
  if (rows.length === 0 && openId === null) {
    return (
      <EmptyHint title={empty[scope].title}>
        <p>{empty[scope].hint}</p>
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
