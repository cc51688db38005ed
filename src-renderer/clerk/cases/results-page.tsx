import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { CaseRow } from '#shared/contracts/views.ts';
import { Refusal } from '../../ui/action/refusal.tsx';
import { useAction } from '../../ui/action/use-action.ts';
import { CaseTable } from '../../ui/cases/case-table.tsx';
import { sentenceOf } from '../../ui/link/no-answer.ts';
import { EmptyHint } from '../../ui/theme/empty-hint.tsx';
import { clerk, queries } from '../desk.ts';
import { openCase } from '../shell/place.ts';
import { DeliverDialog } from './deliver-dialog.tsx';

/** Results that came back to this counter: to be issued, then delivered. */
export function ResultsPage() {
  const { data = [], error } = useQuery(
    queries.cases.list.queryOptions({ input: { scope: 'results', text: '' } }),
  );
  const [delivering, setDelivering] = useState<CaseRow | null>(null);
  const page = useRef<HTMLElement>(null);
  const some = data.length > 0;
  useEffect(() => {
    if (some) page.current?.querySelector<HTMLElement>('tr[data-row-key]')?.focus();
  }, [some]);
  const issue = useAction((caseId: string) => clerk.cases.issue({ caseId }));
  return (
    <section ref={page} className="desk-page" aria-label="待发证">
      <header className="desk-page-head">
        <div>
          <h1>待发证</h1>
          <p>部门签批完成的结果回到本窗口，由本窗口发证、送达。</p>
        </div>
      </header>
      <Refusal>{issue.sentence || (error === null ? '' : sentenceOf(error))}</Refusal>
      <div className="desk-page-body">
        <CaseTable
          rows={data}
          onOpen={openCase}
          action={{
            title: '下一步',
            width: 120,
            render: (_, row) => (
              <NextStep
                row={row}
                busy={issue.busy}
                onIssue={issue.run}
                onDeliver={() => setDelivering(row)}
              />
            ),
          }}
          empty={
            <EmptyHint title="没有等待发证的结果">
              <p>部门签批后会自动出现在这里。按 Alt+2 可查看在办件的进度。</p>
            </EmptyHint>
          }
        />
      </div>
      <DeliverDialog row={delivering} onClose={() => setDelivering(null)} />
    </section>
  );
}

function NextStep({
  row,
  busy,
  onIssue,
  onDeliver,
}: {
  readonly row: CaseRow;
  readonly busy: boolean;
  readonly onIssue: (caseId: string) => void;
  readonly onDeliver: () => void;
}) {
  // The row opens the case; its button does not.
  const only = (act: () => void) => (event: React.MouseEvent) => {
    event.stopPropagation();
    act();
  };
  if (row.status === 'decided') {
    return (
      <Button type="primary" loading={busy} onClick={only(() => onIssue(row.id))}>
        发证
      </Button>
    );
  }
  return row.status === 'issued' ? <Button onClick={only(onDeliver)}>送达</Button> : <span>已送达</span>;
}
